select
    place_pcode as place,
    coalesce(sex, 'all') as sex,
    coalesce(age_group, 'all') as age_group,
    coalesce(population_group, 'all') as population_group,
    as_of as day,
    people_low as low,
    people_high as high,
    people_bounds as bounds,
    people_status as status,
    source,
    record
from population
