with active as (
    select place_pcode as place, cluster, month, partner, source, record from presence
    union all
    select p.parent_pcode, a.cluster, a.month, a.partner, a.source, a.record
    from presence a
    join place p on p.place_pcode = a.place_pcode
    where p.parent_pcode is not null and p.parent_pcode <> ''
    union all
    select g.parent_pcode, a.cluster, a.month, a.partner, a.source, a.record
    from presence a
    join place p on p.place_pcode = a.place_pcode
    join place g on g.place_pcode = p.parent_pcode
    where g.parent_pcode is not null and g.parent_pcode <> ''
)
select
    place,
    coalesce(cluster, 'all') as cluster,
    coalesce(month, 'all') as month,
    cast(max(month) || '-01' as date) as day,
    count(distinct partner) as low,
    count(distinct partner) as high,
    '[]' as bounds,
    'reported' as status,
    min(source) as source,
    min(record) as record
from active
group by grouping sets ((place, cluster, month), (place, cluster), (place, month), (place))
