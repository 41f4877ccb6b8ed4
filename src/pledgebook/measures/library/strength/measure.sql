select
    ceiling_id as ceiling,
    from_day as day,
    people_low as low,
    people_high as high,
    people_bounds as bounds,
    people_status as status,
    source,
    record
from deployment
where from_day = to_day
