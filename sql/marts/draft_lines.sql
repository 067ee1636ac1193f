-- One row per line of a draft that exists today, of released drafts too.
--
-- grain:    draft_id, line_number
-- checks:
--   unique    draft_id, line_number
--   not_null  draft_id, line_number, line_kind, net_amount, vat_rate, retention_rate
--   relates   draft_id -> core.drafts.draft_id
--   accepted  line_kind: work, deposit, deposit_deduction, revision, penalty, other
-- columns:
--   phase_label  of the phase, as the source says today
--   label        as written on the draft
--   net_amount   EUR before VAT, negative on a deduction
with lines as (
    select draft_id, line_number, phase_id, line_kind, label, net_amount, vat_rate, retention_rate
    from ledger.draft_lines
),

drafts as (
    select draft_id, state from core.drafts
),

phases as (
    select phase_id, phase_label from core.phases
),

draft_lines as (
    select
        lines.draft_id,
        lines.line_number,
        lines.phase_id,
        phases.phase_label,
        lines.line_kind,
        lines.label,
        lines.net_amount,
        lines.vat_rate,
        lines.retention_rate,
        drafts.state,
    from lines
    inner join drafts on drafts.draft_id = lines.draft_id
    left join phases on phases.phase_id = lines.phase_id
)

select * from draft_lines
