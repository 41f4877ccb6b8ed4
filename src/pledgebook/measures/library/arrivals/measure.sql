select
    stage,
    people_group as "group",
    people_group = 'all' as is_total,
    as_of as day,
    people_low as low,
    people_high as high,
    people_bounds as bounds,
    people_status as status,
    source,
    record
from arrival
where people_status <> 'not_reported'
