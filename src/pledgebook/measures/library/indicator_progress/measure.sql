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

gone as (  -- the way from the baseline to either end of what is known of the actual, in percent of the way to the target
    select
        *,
        cast((indicator_quantity_low - baseline) * 100 / nullif(target - baseline, 0) as decimal(38, 6)) as from_low,
        cast((indicator_quantity_high - baseline) * 100 / nullif(target - baseline, 0) as decimal(38, 6)) as from_high
    from indicator_value
    inner join ends using (indicator, definition_id, cell)
    where value_kind = 'actual'
)

select
    indicator,
    definition_id as definition,
    cell,
    cell in ('total', 'all') as is_total,
    to_day as day,
    case when target > baseline then from_low else from_high end as low,
    case when target > baseline then from_high else from_low end as high,
    case
        when target > baseline then indicator_quantity_bounds
        else translate(reverse(indicator_quantity_bounds), '[]()', '][)(')
    end as bounds,
    case
        when is_withheld then 'withheld'
        when baseline is null or target is null or indicator_quantity_status <> 'reported' then 'not_reported'
        when target = baseline then 'not_applicable'
        else 'reported'
    end as status,
    source,
    record
from gone
