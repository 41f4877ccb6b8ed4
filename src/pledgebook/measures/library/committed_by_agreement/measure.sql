with agreement as (
    select activity_id, min(start_date) as first_day, max(end_date) as last_day
    from activity
    group by activity_id
),

stated as (
    select
        activity_id,
        transaction_number,
        case when count(distinct earmarking_category) > 1 then 'several' else min(earmarking_category) end as category
    from aid_type
    where earmarking_category is not null
    group by activity_id, transaction_number
)

select
    case
        when first_day is null or last_day is null or last_day < first_day then 'not_stated'
        when last_day + interval 1 day >= first_day + interval 2 year then '24_months_or_more'
        else 'less_than_24_months'
    end as length,
    coalesce(own.category, general.category, 'not_stated') as earmarking,
    objective,
    partner_name as partner,
    recipient_code as recipient,
    recipient_kind,
    fiscal_year,
    flow.activity_id as activity,
    flow.transaction_number,
    flow_number,
    transaction_date as day,
    amount_book as value,
    source,
    record
from flow
left join agreement on agreement.activity_id = flow.activity_id
left join stated as own
    on own.activity_id = flow.activity_id and own.transaction_number = flow.transaction_number
left join stated as general on general.activity_id = flow.activity_id and general.transaction_number is null
where transaction_type = '2'
    and (
        coalesce(array_length(getvariable('own_org_refs')), 0) = 0
        or array_contains(getvariable('own_org_refs'), reporting_org_ref)
    )
