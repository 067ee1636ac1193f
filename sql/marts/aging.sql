-- What each client owes, by how late it is.
--
-- grain:    client_id, bucket
-- checks:
--   unique    client_id, bucket
--   relates   client_id -> staging.clients.client_id
--   accepted  bucket: not_due, 1-30, 31-60, 61-90, 90+, retention
--   equals    sum(open_amount) = core.instalments.sum(open_amount)
-- columns:
--   bucket            of each open instalment by itself; what the client is owed is never late
--   open_amount       EUR with VAT; a credit note's balance is negative
--   invoice_count     documents with something in the bucket
--   overdue_days_max  of the oldest instalment, 0 where none is late
--
-- Retention is owed, not late: its own bucket until it falls due (domain F8).
with instalments as (
    select invoice_id, client_id, open_amount, is_held, overdue_days from core.instalments
    where open_amount <> 0
),

clients as (
    select client_id, name as client_name from staging.clients
),

bucketed as (
    select
        client_id,
        invoice_id,
        open_amount,
        greatest(coalesce(overdue_days, 0), 0) as overdue_days,
        case
            when is_held then 'retention'
            when coalesce(overdue_days, 0) <= 0 then 'not_due'
            when overdue_days <= 30 then '1-30'
            when overdue_days <= 60 then '31-60'
            when overdue_days <= 90 then '61-90'
            else '90+'
        end as bucket,
    from instalments
),

aging as (
    select
        bucketed.client_id,
        clients.client_name,
        bucketed.bucket,
        sum(bucketed.open_amount)::decimal(18, 2) as open_amount,
        count(distinct bucketed.invoice_id) as invoice_count,
        max(bucketed.overdue_days) as overdue_days_max,
    from bucketed
    inner join clients on clients.client_id = bucketed.client_id
    group by bucketed.client_id, clients.client_name, bucketed.bucket
)

select * from aging
