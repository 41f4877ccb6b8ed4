with inside as (
    select place_pcode, place_pcode as place from place
    union all
    select place_pcode, parent_pcode from place where coalesce(parent_pcode, '') <> ''
    union all
    select p.place_pcode, q.parent_pcode from place p join place q on q.place_pcode = p.parent_pcode
    where coalesce(q.parent_pcode, '') <> ''
),
whole as (
    select
        fund,
        project_code,
        fund_year,
        coalesce(sum(place_share_percent_low), 0) as divided,
        greatest(max(coalesce(places_named, 0)), count(*)) - count(place_share_percent_low) as undivided,
        min(amount_low) as amount_low,
        max(amount_high) as amount_high,
        min(source) as source,
        min(record) as record
    from project_place
    where currency = 'USD'
    group by all
),
here as (
    select fund, project_code, fund_year, 'all' as place, 100 as divided, 0 as undivided from whole
    union all
    select
        p.fund,
        p.project_code,
        p.fund_year,
        i.place,
        coalesce(sum(p.place_share_percent_low), 0),
        count(*) - count(p.place_share_percent_low)
    from project_place p
    join inside i on i.place_pcode = p.place_pcode
    where p.currency = 'USD'
    group by all
),
bounded as (
    select
        w.*,
        h.place,
        case when h.undivided > 0 then 100 - (w.divided - h.divided) else h.divided end as most,
        case when h.undivided > 0 and h.undivided < w.undivided then h.divided else most end as least
    from here h
    join whole w
        on w.fund = h.fund and w.project_code = h.project_code and w.fund_year is not distinct from h.fund_year
)
select
    fund,
    project_code as project,
    cast(fund_year as varchar) as year,
    place,
    make_date(fund_year, 1, 1) as day,
    cast(amount_low * least / 100 as decimal(38, 6)) as low,
    cast(amount_high * most / 100 as decimal(38, 6)) as high,
    case when low = high then low end as value,
    '[]' as bounds, source, record
from bounded
