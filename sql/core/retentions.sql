-- One row per invoice of which the client keeps a part until the works have stood a year.
--
-- grain:    invoice_number
-- checks:
--   unique    invoice_number
--   not_null  invoice_number, retention_amount
--   relates   invoice_number -> core.documents.invoice_number
--   true      retention_amount <> 0
-- columns:
--   retention_amount  EUR with VAT, as invoiced, never more than the invoice; negative on a negative one
--   due_date          reception of the invoice's quote plus one year; null until it is received
with documents as (
    select invoice_number, document_kind, quote_id, gross_amount, retention_amount from core.documents
),

quotes as (
    select quote_id, reception_on from staging.quotes
),

clock as (
    select today from core.clock
),

retentions as (
    select
        documents.invoice_number,
        if(
            documents.gross_amount > 0,
            least(documents.retention_amount, documents.gross_amount),
            greatest(documents.retention_amount, documents.gross_amount)
        ) as retention_amount,
        (quotes.reception_on + interval 1 year)::date as due_date,
    from documents
    cross join clock
    left join quotes on quotes.quote_id = documents.quote_id and quotes.reception_on <= clock.today
    where
        documents.document_kind <> 'credit_note'
        and documents.retention_amount <> 0
        and sign(documents.retention_amount) = sign(documents.gross_amount)
)

select * from retentions
