select
    case when f.transaction_type = '2' then 'committed' else 'spent' end as stage,
    coalesce(f.reporting_org_ref, 'not_stated') as publisher,
    f.source as file,
    f.objective,
    f.recipient_code as recipient,
    f.fiscal_year,
    f.activity_id as activity,
    f.transaction_date is not null
        and f.recipient_kind = 'country' and f.sector_code <> 'not_stated' as is_placed,
    f.transaction_date is not null as has_date,
    f.recipient_kind <> 'not_stated' as has_recipient,
    f.recipient_kind = 'country' as has_country,
    f.sector_code <> 'not_stated' as has_sector,
    case
        when l.activity_id is not null then 'true'
        when s.leaves_out like '% location %' then 'not_kept'
        else 'false'
    end as has_place,
    case
        when f.gender_marker_status = 'screened' then 'true'
        when s.leaves_out like '% policy-marker %' then 'not_kept'
        else 'false'
    end as has_gender_marker,
    case
        when r.activity_id is not null then 'true'
        when s.leaves_out like '% result %' then 'not_kept'
        else 'false'
    end as has_result,
    case
        when v.activity_id is not null then 'true'
        when s.leaves_out like '% result %' then 'not_kept'
        else 'false'
    end as has_actual,
    f.transaction_number,
    f.flow_number,
    f.transaction_date as day,
    f.amount_book as value,
    f.source,
    f.record
from flow as f
left join (select distinct activity_id from location) as l on l.activity_id = f.activity_id
left join (select distinct activity_id from result) as r on r.activity_id = f.activity_id
left join (select distinct activity_id from result_value where value_kind = 'actual') as v
    on v.activity_id = f.activity_id
left join (
    select source, ' ' || coalesce(leaves_out, '') || ' ' as leaves_out from snapshot
) as s on s.source = f.source
where f.transaction_type in ('2', '3', '4')
