select
    fund,
    cluster,
    project_code as project,
    cast(fund_year as varchar) as year,
    make_date(fund_year, 1, 1) as day,
    allocated as value,
    allocated_low as low,
    allocated_high as high,
    allocated_bounds as bounds,
    allocated_status as status,
    source,
    record
from fund_allocation
where currency = 'USD'
