with reports as (
    select activity_id
    from result_value
    where value_kind = 'actual' and result_quantity_status <> 'not_reported'
    union
    select indicator.activity_id
    from indicator_value
    inner join indicator using (indicator, definition_id)
    where value_kind = 'actual' and (indicator_quantity_status <> 'not_reported' or words_en is not null)
),

implementing as (
    select activity_id, arg_min(org_name, org_number) as partner
    from participating_org
    where role = '4'
    group by activity_id
)

select
    activity_id as activity,
    reporting_org_ref as reporting_org,
    coalesce(partner, 'not_stated') as partner,
    case when reports.activity_id is null then 'never' else 'yes' end as reported,
    start_date as day,
    1 as value,
    activity.source,
    activity.record
from activity
left join implementing using (activity_id)
left join reports using (activity_id)
where coalesce(start_date <= cast(getvariable('as_of') as date), status_code in ('2', '3', '4'), false)
    and coalesce(status_code, '2') not in ('1', '5')
    and (
        coalesce(array_length(getvariable('own_org_refs')), 0) = 0
        or array_contains(getvariable('own_org_refs'), reporting_org_ref)
    )
