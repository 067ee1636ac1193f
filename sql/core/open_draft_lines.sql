-- One row per line of a draft that still holds its phases.
--
-- grain:    draft_id, line_number
-- checks:
--   unique    draft_id, line_number
--   not_null  draft_id, line_number, line_kind, net_amount, quote_id, project_id
--   relates   draft_id -> core.drafts.draft_id
--   accepted  line_kind: work, deposit, deposit_deduction, revision, penalty, other
-- columns:
--   net_amount    EUR before VAT, negative on a deduction
--   drafted_date  the day from which the line holds its phase
with draft_lines as (
    select draft_id, line_number, phase_id, line_kind, label, net_amount, vat_rate, retention_rate
    from ledger.draft_lines
),

drafts as (
    select draft_id, project_id, quote_id, drafted_date from core.drafts where is_open
),

open_draft_lines as (
    select
        draft_lines.draft_id,
        draft_lines.line_number,
        draft_lines.phase_id,
        draft_lines.line_kind,
        draft_lines.label,
        draft_lines.net_amount,
        draft_lines.vat_rate,
        draft_lines.retention_rate,
        drafts.project_id,
        drafts.quote_id,
        drafts.drafted_date,
    from draft_lines
    inner join drafts on drafts.draft_id = draft_lines.draft_id
)

select * from open_draft_lines
