with deflation as (  -- whole numbers, so that no engine divides by a fraction of its own precision
    select
        year_of.price_year,
        cast(cast(base.deflator_index as decimal(38, 12)) * 1000000000000 as decimal(38, 0)) as times,
        cast(cast(year_of.deflator_index as decimal(38, 12)) * 1000000000000 as decimal(38, 0)) as over
    from deflator as year_of
    cross join deflator as base
    where year_of.deflator_index > 0 and cast(base.price_year as varchar) = getvariable('price_year')
),

priced as (  -- twice the cents, and half a cent more: what is left after the division falls to the next whole one
    select *, cast(abs(amount_book) * 100 as decimal(38, 0)) * times * 2 + over as doubled, over * 2 as twice
    from flow
    left join deflation on deflation.price_year = cast(extract(year from transaction_date) as integer)
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
    case when amount_book < 0 then -1 else 1 end * cast(round((doubled - doubled % twice) / twice) as decimal(18, 0)) * 0.01 as value,
    source,
    record
from priced
where transaction_type = '3'
    and (
        coalesce(array_length(getvariable('own_org_refs')), 0) = 0
        or array_contains(getvariable('own_org_refs'), reporting_org_ref)
    )
