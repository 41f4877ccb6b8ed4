select
    parameter,
    unit as unit_of_value,
    from_day as day,
    quantity_low as low,
    quantity_high as high,
    quantity_bounds as bounds,
    quantity_status as status,
    source,
    record
from parameter
