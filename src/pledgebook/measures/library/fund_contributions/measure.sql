select
    fund,
    donor,
    cast(fund_year as varchar) as year,
    contribution_code,
    coalesce(paid_on, make_date(fund_year, 1, 1)) as day,
    paid as value,
    paid_low as low,
    paid_high as high,
    paid_bounds as bounds,
    paid_status as status,
    source,
    record
from fund_contribution
where currency = 'USD'
