-- One row per payment or credit note and the document that it settles.
--
-- grain:    allocation_id
-- checks:
--   unique    allocation_id
--   relates   invoice_number -> marts.invoices.invoice_number
--   accepted  source_kind: credit_note, payment
--   equals    sum(amount) = core.allocations.sum(amount)
-- columns:
--   payment_id          the payment, null for a credit note
--   credit_note_number  the credit note, null for a payment
--   allocated_date      the day on which it counts: the payment's, or the document's issue where that is later
--   amount              EUR with VAT, positive what settles an invoice, negative what goes back to the client
--   origin              imported: the source itself names the document
with core_allocations as (
    select allocation_id, source_kind, source_id, invoice_number, allocated_date, amount from core.allocations
),

documents as (
    select invoice_number, client_id, project_id from core.documents
),

payments as (
    select payment_id, paid_on, payer, reference from staging.payments
),

allocations as (
    select
        core_allocations.allocation_id,
        core_allocations.source_kind,
        if(core_allocations.source_kind = 'payment', core_allocations.source_id, null) as payment_id,
        if(core_allocations.source_kind = 'credit_note', core_allocations.source_id, null) as credit_note_number,
        core_allocations.invoice_number,
        documents.client_id,
        documents.project_id,
        core_allocations.allocated_date,
        payments.paid_on as paid_date,
        payments.payer,
        payments.reference,
        core_allocations.amount,
        'imported' as origin,
    from core_allocations
    inner join documents on documents.invoice_number = core_allocations.invoice_number
    left join payments on payments.payment_id = core_allocations.source_id and core_allocations.source_kind = 'payment'
)

select * from allocations
