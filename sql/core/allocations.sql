-- One row per payment or credit note that settles a document, and for how much.
--
-- grain:    allocation_id
-- checks:
--   unique    allocation_id
--   not_null  allocation_id, source_kind, source_id, invoice_number, allocated_date, amount
--   relates   invoice_number -> core.documents.invoice_number
--   accepted  source_kind: credit_note, payment
-- columns:
--   source_id       the payment, or the number of the credit note
--   allocated_date  the day on which it counts: never before the document's issue
--   amount          EUR with VAT; negative where money goes back to the client
with document_events as (
    select invoice_number, event_date, event_kind, source_id, main_amount, retention_amount from core.document_events
),

allocations as (
    select
        concat_ws(':', event_kind, source_id) as allocation_id,
        event_kind as source_kind,
        source_id,
        invoice_number,
        event_date as allocated_date,
        -(main_amount + retention_amount)::decimal(18, 2) as amount,
    from document_events
    where event_kind in ('payment', 'credit_note') and main_amount + retention_amount <> 0
)

select * from allocations
