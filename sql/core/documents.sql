-- One row per invoice, deposit invoice or credit note that exists today.
--
-- grain:    invoice_id
-- checks:
--   unique    invoice_id
--   unique    invoice_number
--   not_null  invoice_id, invoice_number, document_kind, client_id, issue_date, due_date, net_amount, vat_amount, gross_amount, retention_amount
--   relates   client_id -> staging.clients.client_id
--   accepted  document_kind: invoice, deposit, credit_note
--   accepted  origin: imported, issued
--   true      document_kind <> 'credit_note' or gross_amount <= 0
-- columns:
--   sent_date             null where it has not left yet
--   is_sent_date_assumed  an imported document that names no sending date counts as sent on its issue day
--   due_date              as stated, else issue date plus the client's days, then the end of that month where the client pays so
--   retention_amount      EUR with VAT, as invoiced; what is left of it stands in core.instalments
--   origin                imported, or issued by jalon
--
-- A sending dated after today has not happened yet, and is not assumed either: the document waits to be sent.
with invoices as (
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
    from staging.invoices
),

clients as (
    select client_id, payment_terms_days, end_of_month from staging.clients
),

clock as (
    select today from core.clock
),

known as (
    select
        invoices.*,
        clock.today,
        invoices.issued_on + clients.payment_terms_days::integer as terms_date,
        clients.end_of_month,
    from invoices
    inner join clients on clients.client_id = invoices.client_id
    inner join clock on invoices.issued_on <= clock.today
),

documents as (
    select
        invoice_number as invoice_id,
        invoice_number,
        document_kind,
        client_id,
        project_id,
        quote_id,
        corrects_invoice_number,
        issued_on as issue_date,
        case
            when sent_on is null then issued_on
            when sent_on <= today then sent_on
        end as sent_date,
        sent_on is null as is_sent_date_assumed,
        coalesce(due_on, if(end_of_month, last_day(terms_date), terms_date)) as due_date,
        net_amount::decimal(18, 2) as net_amount,
        vat_amount::decimal(18, 2) as vat_amount,
        gross_amount::decimal(18, 2) as gross_amount,
        retention_amount::decimal(18, 2) as retention_amount,
        'imported' as origin,
        load_id,
        file_name,
        row_number,
    from known
)

select * from documents
