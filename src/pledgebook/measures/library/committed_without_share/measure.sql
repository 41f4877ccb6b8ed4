select
    objective,
    partner_name as partner,
    activity_id as activity,
    fiscal_year,
    transaction_number,
    flow_number,
    transaction_date as day,
    amount_book as value,
    source,
    record
from flow
where transaction_type = '2'
    and recipient_kind = 'region'
    and array_contains(getvariable('regions'), recipient_code)
    and (
        coalesce(array_length(getvariable('own_org_refs')), 0) = 0
        or array_contains(getvariable('own_org_refs'), reporting_org_ref)
    )
    and activity_id not in (select activity_id from flow where recipient_kind = 'country')
