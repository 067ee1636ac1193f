-- One row per part of a document with a due date of its own: the main one, and the retention where there is one.
--
-- grain:    invoice_number, is_retention
-- checks:
--   unique    invoice_number, is_retention
--   not_null  invoice_number, client_id, is_retention, amount, open_amount, is_held
--   relates   invoice_number -> core.documents.invoice_number
--   true      is_held or due_date is not null
-- columns:
--   due_date      null for a retention without a reception
--   amount        EUR with VAT, as invoiced
--   open_amount   what is left of it, held or not; negative where the client is owed
--   is_held       a retention not yet due: owed, in no receivable, never late
--   overdue_days  today less the due date; null while held, and for what the client is owed
with documents as (
    select invoice_id, invoice_number, client_id, document_kind from core.documents
),

instalment_changes as (
    select invoice_number, is_retention, event_number, due_date, can_be_late, change_amount from core.instalment_changes
),

clock as (
    select today from core.clock
),

balances as (
    select
        invoice_number,
        is_retention,
        due_date,
        can_be_late,
        sum(change_amount) filter (where event_number = -1) as amount,
        sum(change_amount) as open_amount,
    from instalment_changes
    group by invoice_number, is_retention, due_date, can_be_late
),

dated as (
    select
        balances.*,
        balances.is_retention and (balances.due_date is null or balances.due_date > clock.today) as is_held,
        date_diff('day', balances.due_date, clock.today) as late_days,
    from balances
    cross join clock
),

instalments as (
    select
        documents.invoice_id,
        documents.invoice_number,
        documents.client_id,
        documents.document_kind,
        dated.is_retention,
        dated.due_date,
        dated.amount::decimal(18, 2) as amount,
        dated.open_amount::decimal(18, 2) as open_amount,
        dated.is_held,
        if(dated.can_be_late and not dated.is_held, dated.late_days, null) as overdue_days,
    from dated
    inner join documents on documents.invoice_number = dated.invoice_number
)

select * from instalments
