select
    plan_code as plan,
    plan_type,
    cast(plan_year as varchar) as year,
    from_day as day,
    requirements as value,
    requirements_low as low,
    requirements_high as high,
    requirements_bounds as bounds,
    requirements_status as status,
    source,
    record
from plan_funding
where currency = 'USD' and coalesce(row_of, 'plan') = 'plan'
