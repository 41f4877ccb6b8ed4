select
    objective,
    objective_rule as rule,
    partner_name as partner,
    coalesce(sector_dac3, 'not_stated') as sector,
    recipient_code as recipient,
    recipient_kind,
    reporting_org_ref as reporting_org,
    fiscal_year,
    case
        when gender_marker_status = 'screened' then cast(gender_marker as varchar)
        else 'not_screened'
    end as gender_marker,
    is_humanitarian,
    activity_id as activity,
    transaction_number,
    flow_number,
    transaction_date as day,
    amount_book as value,
    source,
    record
from flow
where transaction_type = '3'
    and (
        coalesce(array_length(getvariable('own_org_refs')), 0) = 0
        or array_contains(getvariable('own_org_refs'), reporting_org_ref)
    )
