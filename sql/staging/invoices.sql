-- One row per imported document whose client, project, quote and corrected document are known.
--
-- grain:    invoice_number
-- checks:
--   unique    invoice_number
--   not_null  invoice_number, document_kind, client_id, issued_on, net_amount, vat_amount, gross_amount, retention_amount
--   relates   client_id -> staging.clients.client_id
--   relates   project_id -> staging.projects.project_id
--   relates   quote_id -> staging.quotes.quote_id
--   relates   corrects_invoice_number -> staging.invoices.invoice_number
--   accepted  document_kind: invoice, credit_note, deposit
-- columns:
--   net_amount               EUR before VAT, negative on a credit note
--   corrects_invoice_number  the invoice that a credit note corrects
--   retention_amount         EUR with VAT, as invoiced
--   load_id                  the load that brought the row
--   row_number               as in a spreadsheet: the header is line 1
--
-- Documents that correct each other in a circle stand on nothing.
with recursive raw_invoices as (
    select
        invoice_number,
        document_kind,
        client_id,
        project_id,
        quote_id,
        corrects_invoice_number,
        issued_on,
        sent_on,
        due_on,
        net_amount,
        vat_amount,
        gross_amount,
        retention_amount,
        load_id,
        file_name,
        row_number,
    from raw.invoices
),

clients as (
    select client_id from staging.clients
),

projects as (
    select project_id from staging.projects
),

quotes as (
    select quote_id from staging.quotes
),

placed as (
    select raw_invoices.invoice_number, raw_invoices.corrects_invoice_number
    from raw_invoices
    inner join clients on clients.client_id = raw_invoices.client_id
    left join projects on projects.project_id = raw_invoices.project_id
    left join quotes on quotes.quote_id = raw_invoices.quote_id
    where
        (raw_invoices.project_id is null or projects.project_id is not null)
        and (raw_invoices.quote_id is null or quotes.quote_id is not null)
),

standing as (
    select placed.invoice_number
    from placed
    where placed.corrects_invoice_number is null
    union all
    select placed.invoice_number
    from placed
    inner join standing on standing.invoice_number = placed.corrects_invoice_number
),

invoices as (
    select
        raw_invoices.invoice_number,
        raw_invoices.document_kind,
        raw_invoices.client_id,
        raw_invoices.project_id,
        raw_invoices.quote_id,
        raw_invoices.corrects_invoice_number,
        raw_invoices.issued_on,
        raw_invoices.sent_on,
        raw_invoices.due_on,
        raw_invoices.net_amount,
        raw_invoices.vat_amount,
        raw_invoices.gross_amount,
        raw_invoices.retention_amount,
        raw_invoices.load_id,
        raw_invoices.file_name,
        raw_invoices.row_number,
    from raw_invoices
    inner join standing on standing.invoice_number = raw_invoices.invoice_number
)

select * from invoices
