with people_of as (
    select place_pcode, as_of, people, row_number() over (partition by place_pcode order by as_of desc) as newest
    from population
    where coalesce(sex, 'all') = 'all' and coalesce(age_group, 'all') = 'all'
        and coalesce(population_group, 'all') = 'all' and people is not null
)
select
    need.place_pcode as place,
    coalesce(need.sector, 'all') as sector,
    coalesce(need.population_group, 'all') as population_group,
    coalesce(need.sex, 'all') as sex,
    coalesce(need.age_group, 'all') as age_group,
    coalesce(need.disability, 'all') as disability,
    need.as_of as day,
    need.is_total,
    people_of.people as population,
    need.people_low as low,
    need.people_high as high,
    need.people_bounds as bounds,
    need.people_status as status,
    need.source,
    need.record
from need
left join people_of on people_of.place_pcode = need.place_pcode and people_of.newest = 1
where need.population_status = 'affected'
