-- One row per dated fact that moves what is left of a document: its issue, credit notes, payments.
--
-- grain:    invoice_number, event_number
-- checks:
--   unique    invoice_number, event_number
--   not_null  invoice_number, event_number, event_date, event_kind, source_id, main_amount, retention_amount
--   relates   invoice_number -> core.documents.invoice_number
--   accepted  event_kind: issue, credit_note, absorption, payment
-- columns:
--   event_number      in the order in which the facts count; the issue is -1, a credit note's absorption 0
--   event_kind        absorption is the credit note's own side of the credit_note that an invoice absorbs
--   source_id         the payment, or the number of the other document; of an issue, the document's own
--   main_amount       EUR with VAT added to what is open of the main instalment; a settled part is negative
--   retention_amount  EUR with VAT added to what is left of the retention
--
-- Amounts are changes of the balance: the issue brings it, whatever settles an invoice lowers it, a refund raises it
-- again. On a credit note, whose balance is negative, the signs are turned.
with documents as (
    select invoice_number, issue_date, gross_amount from core.documents
),

retentions as (
    select invoice_number, retention_amount from core.retentions
),

invoice_settlements as (
    select invoice_number, event_number, event_date, source_kind, source_id, main_amount, retention_amount
    from core.invoice_settlements
),

credit_note_settlements as (
    select invoice_number, event_number, event_date, source_kind, source_id, settled_amount
    from core.credit_note_settlements
),

issues as (
    select
        documents.invoice_number,
        -1 as event_number,
        documents.issue_date as event_date,
        'issue' as event_kind,
        documents.invoice_number as source_id,
        documents.gross_amount - coalesce(retentions.retention_amount, 0) as main_amount,
        coalesce(retentions.retention_amount, 0) as retention_amount,
    from documents
    left join retentions on retentions.invoice_number = documents.invoice_number
),

absorptions as (
    select
        source_id as invoice_number,
        0 as event_number,
        event_date,
        'absorption' as event_kind,
        invoice_number as source_id,
        main_amount + retention_amount as main_amount,
        0 as retention_amount,
    from invoice_settlements
    where source_kind = 'credit_note'
),

moves as (
    select invoice_number, event_number, event_date, event_kind, source_id, main_amount, retention_amount from issues
    union all
    select invoice_number, event_number, event_date, event_kind, source_id, main_amount, retention_amount
    from absorptions
    union all
    select invoice_number, event_number, event_date, source_kind, source_id, -main_amount, -retention_amount
    from invoice_settlements
    union all
    select invoice_number, event_number, event_date, source_kind, source_id, -settled_amount, 0
    from credit_note_settlements
),

document_events as (
    select
        invoice_number,
        event_number,
        event_date,
        event_kind,
        source_id,
        main_amount::decimal(18, 2) as main_amount,
        retention_amount::decimal(18, 2) as retention_amount,
    from moves
)

select * from document_events
