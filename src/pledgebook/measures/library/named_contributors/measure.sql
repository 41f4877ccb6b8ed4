select
    partner,
    activity_id as operation,
    contributor,
    case
        when array_contains(getvariable('own_org_refs'), contributor_ref) then 'yes'
        else 'no'
    end as is_own,
    cast(year(to_day) as varchar) as year,
    to_day as day,
    1 as value,
    source,
    record
from contributor
where is_named
