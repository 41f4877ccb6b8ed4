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
where currency = getvariable('currency')
