with said as (
    select
        indicator,
        definition_id,
        min(source) as stated_by,
        min(record) as stated_in,
        max(case when value_kind = 'target' then to_day end) as target_day,
        bool_or(value_kind = 'baseline' and indicator_quantity_status <> 'not_reported') as has_baseline,
        bool_or(value_kind = 'target' and (indicator_quantity_status <> 'not_reported' or words_en is not null)) as has_target,
        bool_or(value_kind = 'actual' and (indicator_quantity_status <> 'not_reported' or words_en is not null)) as has_actual,
        count(distinct case when value_kind = 'actual' and sex <> 'all' then sex end) > 1 as by_sex,
        count(distinct case when value_kind = 'actual' and age_group <> 'all' then age_group end) > 1 as by_age
    from indicator_value
    group by indicator, definition_id
)

select
    indicator,
    definition_id as definition,
    coalesce(nullif(level, ''), 'not_stated') as level,
    coalesce(nullif(partner, ''), 'own') as partner,
    cast(year(coalesce(due_on, target_day)) as varchar) as year,
    case when coalesce(is_gender, false) then 'yes' else 'no' end as is_gender,
    case when has_baseline then 'yes' else 'no' end as has_baseline,
    case when has_target then 'yes' else 'no' end as has_target,
    case when has_actual then 'yes' else 'no' end as has_actual,
    case when by_sex then 'yes' else 'no' end as by_sex,
    case when by_age then 'yes' else 'no' end as by_age,
    cast(getvariable('as_of') as date) as day,
    1 as value,
    coalesce(stated_by, source) as source,
    coalesce(stated_in, record) as record
from said
full join indicator using (indicator, definition_id)
