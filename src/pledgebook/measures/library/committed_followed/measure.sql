select
    partner_org_ref as partner,
    outcome,
    rule,
    reason,
    activity_id as activity,
    transaction_number,
    transaction_date as day,
    amount_book as value,
    source,
    record
from followed_transaction
where side = 'outgoing' and transaction_type = '2'
