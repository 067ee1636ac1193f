-- One row per document: what settled it, and what is open.
--
-- grain:    invoice_number
-- checks:
--   unique    invoice_number
--   not_null  invoice_number, allocated_amount, credited_amount, retention_amount, open_amount
--   relates   invoice_number -> core.documents.invoice_number
--   equals    sum(open_amount + retention_amount) = core.instalments.sum(open_amount)
-- columns:
--   allocated_amount    EUR with VAT, by payments; negative on a refunded credit note
--   credited_amount     by credit notes; on a credit note what its invoice absorbed, negative
--   retention_amount    what is left of the retention not yet due
--   open_amount         gross less allocated, credited and retention
--   oldest_due_date     of the instalments that are open
--   overdue_days        today less that date; null when nothing is open, or only what the client is owed
with document_events as (
    select invoice_number, event_kind, main_amount, retention_amount from core.document_events
),

instalments as (
    select invoice_number, due_date, open_amount, is_held, overdue_days from core.instalments
),

settled as (
    select
        invoice_number,
        coalesce(-sum(main_amount + retention_amount) filter (where event_kind = 'payment'), 0) as allocated_amount,
        coalesce(-sum(main_amount + retention_amount) filter (where event_kind in ('credit_note', 'absorption')), 0)
            as credited_amount,
    from document_events
    group by invoice_number
),

opened as (
    select
        invoice_number,
        coalesce(sum(open_amount) filter (where is_held), 0) as retention_amount,
        coalesce(sum(open_amount) filter (where not is_held), 0) as open_amount,
        min(due_date) filter (where not is_held and open_amount <> 0) as oldest_due_date,
        max(overdue_days) filter (where not is_held and open_amount <> 0) as overdue_days,
    from instalments
    group by invoice_number
),

document_balances as (
    select
        settled.invoice_number,
        settled.allocated_amount::decimal(18, 2) as allocated_amount,
        settled.credited_amount::decimal(18, 2) as credited_amount,
        opened.retention_amount::decimal(18, 2) as retention_amount,
        opened.open_amount::decimal(18, 2) as open_amount,
        opened.oldest_due_date,
        opened.overdue_days,
    from settled
    inner join opened on opened.invoice_number = settled.invoice_number
)

select * from document_balances
