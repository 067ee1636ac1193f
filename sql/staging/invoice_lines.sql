-- One row per line of an imported document; a line that names a phase names one that is billed itself.
--
-- grain:    invoice_number, line_number
-- checks:
--   unique    invoice_number, line_number
--   not_null  invoice_number, line_number, line_kind, net_amount, vat_rate
--   relates   invoice_number -> staging.invoices.invoice_number
--   relates   phase_id -> staging.phases.phase_id
--   accepted  line_kind: work, deposit, deposit_deduction, revision, penalty, other
-- columns:
--   phase_id    null where the line bills no phase; a deposit_deduction names the deposit's phase
--   net_amount  EUR before VAT, negative on credit notes and deductions
--   load_id     the load that brought the row
--   row_number  as in a spreadsheet: the header is line 1
with raw_invoice_lines as (
    select
        invoice_number,
        line_number,
        phase_id,
        line_kind,
        label,
        net_amount,
        vat_rate,
        load_id,
        file_name,
        row_number,
    from raw.invoice_lines
),

invoices as (
    select invoice_number from staging.invoices
),

phases as (
    select phase_id from staging.phases where amends_phase_id is null
),

invoice_lines as (
    select
        raw_invoice_lines.invoice_number,
        raw_invoice_lines.line_number,
        raw_invoice_lines.phase_id,
        raw_invoice_lines.line_kind,
        raw_invoice_lines.label,
        raw_invoice_lines.net_amount,
        raw_invoice_lines.vat_rate,
        raw_invoice_lines.load_id,
        raw_invoice_lines.file_name,
        raw_invoice_lines.row_number,
    from raw_invoice_lines
    inner join invoices on invoices.invoice_number = raw_invoice_lines.invoice_number
    left join phases on phases.phase_id = raw_invoice_lines.phase_id
    where raw_invoice_lines.phase_id is null or phases.phase_id is not null
)

select * from invoice_lines
