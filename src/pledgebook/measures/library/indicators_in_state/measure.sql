with own as (  -- the cell that speaks for the whole; parts alone speak for nothing
    select *, case when is_total or cell in ('total', 'all') then value_kind end as kind, cast(getvariable('as_of') as date) as today
    from indicator_value
    qualify dense_rank() over (
        partition by indicator, definition_id
        order by case when cell = 'total' then 0 when cell = 'all' then 1 when is_total then 2 else 3 end, cell
    ) = 1
),

said as (
    select indicator, definition_id, min(source) as stated_by, min(record) as stated_in,
        bool_or(indicator_quantity_status = 'withheld') as is_withheld, max(direction) as direction,
        arg_min(indicator_quantity, (to_day, record)) filter (where kind = 'baseline' and indicator_quantity is not null) as base,
        min(to_day) filter (where kind = 'baseline') as base_day,
        arg_max(indicator_quantity, (to_day, record)) filter (where kind = 'target' and indicator_quantity is not null) as target,
        max(to_day) filter (where kind = 'target') as target_day,
        arg_max(indicator_quantity, (to_day, record))
            filter (where kind = 'target' and indicator_quantity is not null and to_day <= today) as step,
        max(words_en) filter (where kind = 'target') as wanted,
        arg_max(words_en, (to_day, record)) filter (where kind = 'actual' and words_en is not null) as words,
        arg_max(coalesce(indicator_quantity_low, -1000000000000000), (to_day, record))
            filter (where kind = 'actual' and indicator_quantity_status = 'reported') as low,
        arg_max(coalesce(indicator_quantity_high, 1000000000000000), (to_day, record))
            filter (where kind = 'actual' and indicator_quantity_status = 'reported') as high
    from own
    group by indicator, definition_id
),

turned as (  -- what should fall is turned round, so that more is better
    select *, cast(getvariable('as_of') as date) as today, coalesce(due_on, target_day) as due, coalesce(starts_on, base_day) as starts,
        case when coalesce(direction, case when base < target then 'up' end) = 'up' then 1 when direction = 'down' or base > target then -1 end as sign,
        coalesce(on_track_percent, 100) as percent
    from said full join indicator using (indicator, definition_id)
),

held as (
    select *, case when sign < 0 then -high else low end as worst, case when sign < 0 then -low else high end as best,
        case path when 'linear' then starts >= today when 'steps' then step is null else true end as is_early,
        sign * case
            when path = 'linear' then base + cast(cast((target - base) * date_diff('day', starts, today) * percent as decimal(38, 6))
                / nullif(date_diff('day', starts, due) * 100, 0) as decimal(38, 6))
            when path = 'steps' then coalesce(base + cast((step - base) * percent / 100 as decimal(38, 6)), step)
        end as hurdle
    from turned
)

select indicator, definition_id as definition, level, coalesce(nullif(partner, ''), 'own') as partner, cast(year(due) as varchar) as year,
    today as day, stated_by as source, stated_in as record,
    unnest(['met', 'on_track', 'off_track', 'not_due', 'overdue', 'no_data']) as state, case
        when is_withheld or (target is null and wanted is null) then 'no_data'
        when worst >= target * sign or words = wanted then 'met'
        when due >= today and is_early then 'not_due'
        when due < today and (best < target * sign or words <> wanted) then 'overdue'
        when due >= today and worst >= hurdle then 'on_track'
        when due >= today and best < hurdle then 'off_track'
        else 'no_data'
    end as found, case when state = found then 1 else 0 end as value
from held
