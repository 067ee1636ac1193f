-- One row per line of an invoice, deposit invoice or credit note.
--
-- grain:    invoice_number, line_number
-- checks:
--   unique    invoice_number, line_number
--   relates   invoice_number -> marts.invoices.invoice_number
--   accepted  line_kind: work, deposit, deposit_deduction, revision, penalty, other
--   equals    sum(net_amount) = core.document_lines.sum(net_amount)
-- columns:
--   phase_id     null where the line bills no phase; a deposit_deduction names the deposit's phase
--   net_amount   EUR before VAT, negative on credit notes and deductions
--   vat_rate     0 to 1
--   client_id    of the document
with lines as (
    select
        invoice_number,
        line_number,
        phase_id,
        line_kind,
        label,
        net_amount,
        vat_rate,
        issue_date,
        document_kind,
    from core.document_lines
),

documents as (
    select invoice_id, invoice_number, client_id, project_id, quote_id, origin from core.documents
),

invoice_lines as (
    select
        documents.invoice_id,
        lines.invoice_number,
        lines.line_number,
        lines.phase_id,
        lines.line_kind,
        lines.label,
        lines.net_amount,
        lines.vat_rate,
        lines.issue_date,
        lines.document_kind,
        documents.client_id,
        documents.project_id,
        documents.quote_id,
        documents.origin,
    from lines
    inner join documents on documents.invoice_number = lines.invoice_number
)

select * from invoice_lines
