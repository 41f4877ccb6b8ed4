with published as (select * from deployment where from_day = to_day),

spell as (select * from deployment where from_day < to_day),

open_spell as (
    select ceiling_id, min(from_day) as first_day
    from deployment
    where from_day is not null and to_day is null
    group by ceiling_id
),

edge as (
    select ceiling_id, from_day as day from spell
    union
    select ceiling_id, cast(to_day + interval 1 day as date) as day from spell
    union
    select ceiling_id, from_day as day from published
    union
    select ceiling_id, cast(from_day + interval 1 day as date) as day from published
    union
    select ceiling_id, first_day as day from open_spell
),

segment as (
    select ceiling_id, day, lead(day) over (partition by ceiling_id order by day) as next_day from edge
)

select
    ceiling_id as ceiling, from_day as day, to_day as last_day, people_low as low, people_high as high,
    people_bounds as bounds, people_status as status, source, record
from published

union all

select
    segment.ceiling_id as ceiling,
    segment.day,
    cast(next_day - interval 1 day as date) as last_day,
    case when count(spell.people_low) = count(*) then sum(spell.people_low) end as low,
    case when count(spell.people_high) = count(*) and min(first_day) is null then sum(spell.people_high) end as high,
    concat(min(substr(spell.people_bounds, 1, 1)), min(substr(spell.people_bounds, 2, 1))) as bounds,
    max(spell.people_status) as status,
    min(spell.source) as source,
    min(spell.record) as record
from segment
inner join spell
    on spell.ceiling_id = segment.ceiling_id and spell.from_day <= segment.day and spell.to_day >= segment.day
left join open_spell on open_spell.ceiling_id = segment.ceiling_id and open_spell.first_day <= segment.day
left join published on published.ceiling_id = segment.ceiling_id and published.from_day = segment.day
where published.ceiling_id is null
group by segment.ceiling_id, segment.day, next_day
