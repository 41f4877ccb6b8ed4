with deflation as (
    select
        year_of.price_year,
        cast(cast(base.deflator_index as decimal(38, 12)) / year_of.deflator_index as decimal(38, 12)) as factor
    from deflator as year_of
    cross join deflator as base
    where year_of.deflator_index > 0 and cast(base.price_year as varchar) = getvariable('price_year')
)

select
    objective,
    partner_name as partner,
    coalesce(sector_dac3, 'not_stated') as sector,
    recipient_code as recipient,
    recipient_kind,
    reporting_org_ref as reporting_org,
    fiscal_year,
    activity_id as activity,
    transaction_number,
    flow_number,
    transaction_date as day,
    cast(amount_book * factor as decimal(38, 2)) as value,
    source,
    record
from flow
left join deflation on deflation.price_year = cast(extract(year from transaction_date) as integer)
where transaction_type = '3'
    and (
        coalesce(array_length(getvariable('own_org_refs')), 0) = 0
        or array_contains(getvariable('own_org_refs'), reporting_org_ref)
    )
