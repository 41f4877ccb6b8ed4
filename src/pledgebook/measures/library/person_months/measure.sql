with spell as (
    select *, cast(date_diff('day', from_day, to_day) + 1 as decimal(38, 6)) * 12 as days_by_12
    from deployment
    where from_day is null or to_day is null or from_day < to_day
)

select
    ceiling_id as ceiling,
    from_day as day,
    to_day as last_day,
    cast(people * days_by_12 / 365.25 as decimal(38, 6)) as value,
    cast(people_low * days_by_12 / 365.25 as decimal(38, 6)) as low,
    cast(people_high * days_by_12 / 365.25 as decimal(38, 6)) as high,
    people_bounds as bounds,
    case
        when people_status = 'reported' and (from_day is null or to_day is null) then 'not_reported'
        else people_status
    end as status,
    source,
    record
from spell
