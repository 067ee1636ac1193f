-- One row per payment or credit note and the document that it names, in the order in which they count there.
--
-- grain:    invoice_number, event_number
-- checks:
--   unique    invoice_number, event_number
--   unique    source_kind, source_id
--   not_null  invoice_number, event_number, event_date, source_kind, source_id, offered_amount
--   relates   invoice_number -> core.documents.invoice_number
--   accepted  source_kind: credit_note, payment
-- columns:
--   event_number    1, 2, ...: by date, then credit notes before payments, then id
--   event_date      never before the document's own issue day: what came earlier waits for it
--   source_id       the payment, or the number of the credit note
--   offered_amount  EUR with VAT; positive settles an invoice, negative takes back (or refunds a credit note)
--
-- A refund of a credit note issued before its invoice waits for that invoice: the invoice absorbs first.
with documents as (
    select invoice_number, document_kind, corrects_invoice_number, issue_date, gross_amount from core.documents
),

payments as (
    select payment_id, paid_on, amount, invoice_number from staging.payments
),

clock as (
    select today from core.clock
),

credit_notes as (
    select
        credit_notes.invoice_number,
        corrected.invoice_number as corrected_invoice_number,
        greatest(credit_notes.issue_date, corrected.issue_date) as absorbed_date,
        credit_notes.gross_amount,
    from documents as credit_notes
    inner join documents as corrected
        on corrected.invoice_number = credit_notes.corrects_invoice_number and corrected.document_kind <> 'credit_note'
    where credit_notes.document_kind = 'credit_note'
),

offers as (
    select
        corrected_invoice_number as invoice_number,
        absorbed_date as event_date,
        'credit_note' as source_kind,
        invoice_number as source_id,
        -gross_amount as offered_amount,
    from credit_notes
    union all
    select
        documents.invoice_number,
        greatest(payments.paid_on, documents.issue_date, credit_notes.absorbed_date) as event_date,
        'payment' as source_kind,
        payments.payment_id as source_id,
        payments.amount as offered_amount,
    from payments
    inner join clock on payments.paid_on <= clock.today
    inner join documents on documents.invoice_number = payments.invoice_number
    left join credit_notes on credit_notes.invoice_number = documents.invoice_number
),

settlement_offers as (
    select
        invoice_number,
        row_number() over (
            partition by invoice_number
            order by event_date, source_kind = 'payment', source_id
        ) as event_number,
        event_date,
        source_kind,
        source_id,
        offered_amount::decimal(18, 2) as offered_amount,
    from offers
)

select * from settlement_offers
