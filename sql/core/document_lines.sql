-- One row per line of a document that exists today.
--
-- grain:    invoice_number, line_number
-- checks:
--   unique    invoice_number, line_number
--   not_null  invoice_number, line_number, line_kind, net_amount, vat_rate, issue_date, document_kind
--   relates   invoice_number -> core.documents.invoice_number
--   accepted  line_kind: work, deposit, deposit_deduction, revision, penalty, other
-- columns:
--   phase_id    null where the line bills no phase; a deposit_deduction names the deposit's phase
--   net_amount  EUR before VAT, negative on credit notes and deductions
--   issue_date  the day of its document
with lines as (
    select invoice_number, line_number, phase_id, line_kind, label, net_amount, vat_rate from staging.invoice_lines
),

documents as (
    select invoice_number, issue_date, document_kind from core.documents
),

document_lines as (
    select
        lines.invoice_number,
        lines.line_number,
        lines.phase_id,
        lines.line_kind,
        lines.label,
        lines.net_amount::decimal(18, 2) as net_amount,
        lines.vat_rate,
        documents.issue_date,
        documents.document_kind,
    from lines
    inner join documents on documents.invoice_number = lines.invoice_number
)

select * from document_lines
