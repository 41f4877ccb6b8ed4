with counted as (  -- the last actual of each definition, whole
    select *
    from indicator_value
    where value_kind = 'actual' and unit = 'people' and cell in ('total', 'all')
    qualify row_number() over (partition by indicator, definition_id order by to_day desc nulls last, record desc) = 1
)

select
    indicator,
    definition_id as definition,
    coalesce(nullif(partner, ''), 'own') as partner,
    cast(year(counted.to_day) as varchar) as year,
    cast(null as varchar) as other_indicator,
    cast(null as varchar) as other_definition,
    counted.to_day as day,
    counted.indicator_quantity_low as low,
    counted.indicator_quantity_high as high,
    counted.indicator_quantity_bounds as bounds,
    counted.indicator_quantity_status as status,
    counted.source,
    counted.record
from counted
left join indicator using (indicator, definition_id)
union all
select
    overlap.indicator,
    overlap.definition_id as definition,
    coalesce(nullif(partner, ''), 'own') as partner,
    cast(year(counted.to_day) as varchar) as year,
    overlap.other_indicator,
    overlap.other_definition_id as other_definition,
    counted.to_day as day,
    overlap.people_in_both_low as low,
    overlap.people_in_both_high as high,
    overlap.people_in_both_bounds as bounds,
    overlap.people_in_both_status as status,
    overlap.source,
    overlap.record
from overlap
inner join counted using (indicator, definition_id)
left join indicator using (indicator, definition_id)
