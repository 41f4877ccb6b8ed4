select
    indicator,
    definition_id as definition,
    value_kind as kind,
    cell,
    cell = 'total' as is_total,
    unit as unit_of_value,
    to_day as day,
    indicator_quantity_low as low,
    indicator_quantity_high as high,
    indicator_quantity_bounds as bounds,
    indicator_quantity_status as status,
    source,
    record
from indicator_value
