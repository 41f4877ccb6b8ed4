select
    place_pcode as place,
    as_of as day,
    is_total,
    people_low as low,
    people_high as high,
    people_bounds as bounds,
    people_status as status,
    source,
    record
from need
where population_status = 'acute_need'
