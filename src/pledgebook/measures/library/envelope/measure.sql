with superseded as (
    select supersedes as edition, min(coalesce(announced_on, date '0001-01-01')) as superseded_on
    from pledge
    where supersedes <> ''
    group by supersedes
)

select
    pledge_id as line,
    edition,
    part_of,
    department,
    geography,
    concept,
    stage,
    cost_basis,
    case
        when year(from_day) - case when month(from_day) * 100 + day(from_day) < opens then 1 else 0 end
            = year(to_day) - case when month(to_day) * 100 + day(to_day) < opens then 1 else 0 end
            then cast(
                year(from_day) - case when month(from_day) * 100 + day(from_day) < opens then 1 else 0 end as varchar
            )
    end as fiscal_year,
    announced_on as day,
    superseded_on,
    from_day,
    to_day,
    amount_low as low,
    amount_high as high,
    amount_bounds as bounds,
    amount_status as status,
    source,
    record
from pledge
left join superseded using (edition)
cross join (select cast(coalesce(nullif(getvariable('fiscal_opens'), ''), '101') as integer) as opens) as book
where currency = getvariable('currency')
