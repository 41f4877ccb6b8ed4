select
    milestone_id as milestone,
    kind,
    objective,
    from_day,
    to_day,
    1 as low,
    1 as high,
    '[]' as bounds,
    case when state = 'done' then 'reported' else 'not_reported' end as status,
    source,
    record
from milestone
