select
    activity_id as activity,
    reporting_org_ref as reporting_org,
    case
        when gender_marker_status = 'screened' then cast(gender_marker as varchar)
        else 'not_screened'
    end as gender_marker,
    start_date as day,
    1 as value,
    source,
    record
from activity
