select
    plan_code as plan,
    cluster,
    cast(plan_year as varchar) as year,
    from_day as day,
    funding as value,
    funding_low as low,
    funding_high as high,
    funding_bounds as bounds,
    funding_status as status,
    source,
    record
from plan_funding
where currency = 'USD' and row_of = 'cluster'
