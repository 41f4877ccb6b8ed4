with share as (
    select
        part.stage,
        part.people_group,
        part.as_of,
        part.share_percent_status,
        part.share_percent_bounds as ends,
        part.source,
        part.record,
        whole.people_status as whole_status,
        cast(whole.people_low as decimal(18, 0)) + case when whole.people_bounds like '(%' then 1 else 0 end as fewest,
        cast(whole.people_high as decimal(18, 0)) - case when whole.people_bounds like '%)' then 1 else 0 end as most,
        cast(part.share_percent_low as decimal(18, 6)) as least_share,
        cast(part.share_percent_high as decimal(18, 6)) as largest_share
    from arrival as part
    inner join arrival as whole on whole.arrival_id = part.share_of
    where part.share_percent_status <> 'not_reported'
),

product as (
    select
        *,
        cast(least_share * fewest / 100 as decimal(38, 8)) as least,
        cast(largest_share * most / 100 as decimal(38, 8)) as largest
    from share
),

counted as (
    select
        *,
        cast(ceil(least) + case when ends like '(%' and least = ceil(least) then 1 else 0 end as decimal(38, 6)) as low,
        cast(floor(largest) - case when ends like '%)' and largest = floor(largest) then 1 else 0 end as decimal(38, 6))
            as high
    from product
)

select
    stage,
    people_group as "group",
    as_of as day,
    low,
    high,
    '[]' as bounds,
    case
        when share_percent_status <> 'reported' then share_percent_status
        when whole_status <> 'reported' then whole_status
        when low > high then 'not_applicable'
        else 'reported'
    end as status,
    source,
    record
from counted
