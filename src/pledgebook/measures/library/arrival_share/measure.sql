select
    part.stage,
    part.people_group as "group",
    part.as_of as day,
    whole.as_of as whole_day,
    whole.people_low as whole_low,
    whole.people_high as whole_high,
    whole.people_bounds as whole_bounds,
    whole.people_status as whole_status,
    part.share_percent_low as low,
    part.share_percent_high as high,
    part.share_percent_bounds as bounds,
    part.share_percent_status as status,
    part.source,
    part.record
from arrival as part
left join arrival as whole on whole.arrival_id = part.share_of
where part.share_percent_status <> 'not_reported'
