select
    indicator,
    definition_id as definition,
    max(to_day) as day,
    cast(date_diff('day', max(to_day), cast(getvariable('as_of') as date)) as decimal(38, 6)) as low,
    cast(date_diff('day', max(to_day), cast(getvariable('as_of') as date)) as decimal(38, 6)) as high,
    '[]' as bounds,
    case when max(to_day) is null then 'not_reported' else 'reported' end as status,
    min(source) as source,
    min(record) as record
from indicator_value
where value_kind = 'actual' and (indicator_quantity_status <> 'not_reported' or words_en is not null)
group by indicator, definition_id
