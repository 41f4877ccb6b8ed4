with own as (  -- the cell that speaks for the whole
    select *, cast(getvariable('as_of') as date) as today
    from indicator_value
    where is_total or cell in ('total', 'all')
    qualify dense_rank() over (
        partition by indicator, definition_id order by case cell when 'total' then 0 when 'all' then 1 else 2 end, cell
    ) = 1
),

said as (
    select
        indicator,
        definition_id,
        max(today) as today,
        max(unit) as unit_of_value,
        min(source) as stated_by,
        min(record) as stated_in,
        bool_or(indicator_quantity_status = 'withheld') as is_withheld,
        arg_min(indicator_quantity, (to_day, record)) filter (where value_kind = 'baseline') as base,
        min(to_day) filter (where value_kind = 'baseline') as base_day,
        arg_max(indicator_quantity, (to_day, record)) filter (where value_kind = 'target') as target,
        max(to_day) filter (where value_kind = 'target') as target_day,
        arg_max(indicator_quantity, (to_day, record)) filter (where value_kind = 'target' and to_day <= today) as step
    from own
    group by indicator, definition_id
),

gone as (  -- days gone and days in all, never more than all
    select *,
        date_diff('day', coalesce(starts_on, base_day), least(today, coalesce(due_on, target_day))) as days_gone,
        date_diff('day', coalesce(starts_on, base_day), coalesce(due_on, target_day)) as days_all
    from said inner join indicator using (indicator, definition_id)
),

expected as (
    select *, case path
        when 'steps' then step
        when 'linear' then base + cast(
            cast((target - base) * greatest(days_gone, 0) as decimal(38, 6)) / nullif(days_all, 0) as decimal(38, 6))
    end as value_now
    from gone
)

select indicator, definition_id as definition, unit_of_value, today as day, value_now as low, value_now as high, '[]' as bounds,
    case
        when is_withheld then 'withheld'
        when coalesce(path, 'end') not in ('linear', 'steps') then 'not_applicable'
        when value_now is null then 'not_reported'
        else 'reported'
    end as status, stated_by as source, stated_in as record
from expected
