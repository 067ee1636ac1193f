-- One row per payment, whether or not the document it names is known.
--
-- grain:    payment_id
-- checks:
--   unique    payment_id
--   not_null  payment_id, paid_on, amount
-- columns:
--   amount          EUR with VAT; negative for a refund or a bounced payment
--   invoice_number  the document that the payment names; what it cannot settle stays unallocated
--   load_id         the load that brought the row
--   row_number      as in a spreadsheet: the header is line 1
with payments as (
    select
        payment_id,
        paid_on,
        amount,
        payer,
        reference,
        method,
        invoice_number,
        load_id,
        file_name,
        row_number,
    from raw.payments
)

select * from payments
