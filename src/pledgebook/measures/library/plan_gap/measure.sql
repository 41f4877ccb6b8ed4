select
    plan_code as plan,
    plan_type,
    cast(plan_year as varchar) as year,
    from_day as day,
    cast(requirements - funding as decimal(38, 6)) as value,
    source,
    record
from plan_funding
where currency = 'USD' and coalesce(row_of, 'plan') = 'plan'
