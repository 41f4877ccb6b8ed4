select
    ceiling_id as line,
    ceiling_id as ceiling,
    parent,
    instrument,
    from_day,
    to_day,
    people_low as low,
    people_high as high,
    people_bounds as bounds,
    people_status as status,
    source,
    record
from ceiling
