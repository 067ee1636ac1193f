-- One row per payment that is not wholly allocated to a document.
--
-- grain:    payment_id
-- checks:
--   unique    payment_id
--   not_null  payment_id, paid_date, payment_amount, unallocated_amount
--   true      unallocated_amount <> 0
--   true      abs(unallocated_amount) <= abs(payment_amount)
-- columns:
--   invoice_number      as the payment names it, known or not; null where it names none
--   payment_amount      EUR, negative for a refund
--   unallocated_amount  what no document took of it
--   is_document_known   the document that it names exists today
with payments as (
    select payment_id, paid_on, amount, payer, reference, method, invoice_number, load_id, file_name, row_number
    from staging.payments
),

allocations as (
    select source_id, amount from core.allocations
    where source_kind = 'payment'
),

documents as (
    select invoice_number from core.documents
),

clock as (
    select today from core.clock
),

allocated as (
    select source_id as payment_id, sum(amount) as allocated_amount from allocations
    group by source_id
),

unallocated_payments as (
    select
        payments.payment_id,
        payments.paid_on as paid_date,
        payments.invoice_number,
        payments.amount as payment_amount,
        (payments.amount - coalesce(allocated.allocated_amount, 0))::decimal(18, 2) as unallocated_amount,
        documents.invoice_number is not null as is_document_known,
        payments.payer,
        payments.reference,
        payments.method,
        payments.load_id,
        payments.file_name,
        payments.row_number,
    from payments
    inner join clock on payments.paid_on <= clock.today
    left join allocated on allocated.payment_id = payments.payment_id
    left join documents on documents.invoice_number = payments.invoice_number
    where payments.amount <> coalesce(allocated.allocated_amount, 0)
)

select * from unallocated_payments
