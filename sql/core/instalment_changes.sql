-- One row per fact that changes what is left of an instalment: the main one, or the retention.
--
-- grain:    invoice_number, is_retention, event_number
-- checks:
--   unique    invoice_number, is_retention, event_number
--   not_null  invoice_number, is_retention, event_number, change_date, can_be_late, change_amount
--   relates   invoice_number -> core.documents.invoice_number
-- columns:
--   due_date       of the instalment; null for a retention without a reception
--   can_be_late    false for credit notes and negative invoices: what the client is owed is never late
--   change_amount  EUR with VAT, added to what is left of the instalment
with documents as (
    select invoice_number, document_kind, due_date, gross_amount from core.documents
),

retentions as (
    select invoice_number, due_date from core.retentions
),

document_events as (
    select invoice_number, event_number, event_date, main_amount, retention_amount from core.document_events
),

instalment_changes as (
    select
        document_events.invoice_number,
        false as is_retention,
        document_events.event_number,
        document_events.event_date as change_date,
        documents.due_date,
        documents.document_kind <> 'credit_note' and documents.gross_amount > 0 as can_be_late,
        document_events.main_amount as change_amount,
    from document_events
    inner join documents on documents.invoice_number = document_events.invoice_number
    where document_events.event_number = -1 or document_events.main_amount <> 0
    union all
    select
        document_events.invoice_number,
        true as is_retention,
        document_events.event_number,
        document_events.event_date as change_date,
        retentions.due_date,
        documents.gross_amount > 0 as can_be_late,
        document_events.retention_amount as change_amount,
    from document_events
    inner join documents on documents.invoice_number = document_events.invoice_number
    inner join retentions on retentions.invoice_number = document_events.invoice_number
    where document_events.event_number = -1 or document_events.retention_amount <> 0
)

select * from instalment_changes
