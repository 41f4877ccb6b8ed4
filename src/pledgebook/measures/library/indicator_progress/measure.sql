with ends as (
    select
        indicator,
        definition_id,
        cell,
        arg_min(indicator_quantity, (to_day, record)) filter (where value_kind = 'baseline') as baseline,
        arg_max(indicator_quantity, (to_day, record)) filter (where value_kind = 'target') as target,
        bool_or(indicator_quantity_status = 'withheld') as is_withheld
    from indicator_value
    group by indicator, definition_id, cell
),

progress as (
    select
        *,
        cast((indicator_quantity - baseline) * 100 / nullif(target - baseline, 0) as decimal(38, 6)) as percent
    from indicator_value
    inner join ends using (indicator, definition_id, cell)
    where value_kind = 'actual'
)

select
    indicator,
    definition_id as definition,
    cell,
    cell = 'total' as is_total,
    to_day as day,
    percent as low,
    percent as high,
    '[]' as bounds,
    case
        when is_withheld then 'withheld'
        when baseline is null or target is null or indicator_quantity is null then 'not_reported'
        when target = baseline then 'not_applicable'
        else 'reported'
    end as status,
    source,
    record
from progress
