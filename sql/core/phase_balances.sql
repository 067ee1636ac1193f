-- One row per phase that is billed: what it earned, what was billed and drafted of it, and how far it is, today.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   not_null  phase_id, earned_amount, produced_amount, out_of_cap_amount, billed_amount, drafted_amount
--   not_null  deducted_amount, drafted_deduction_amount, billable_amount
--   relates   phase_id -> core.phases.phase_id
--   true      progress_ratio between 0 and 1
--   warn equals  sum(drafted_amount) = core.open_draft_lines.sum(net_amount) filter (where phase_id is not null and line_kind in ('work', 'deposit'))
-- columns:
--   progress_ratio            of today's contract, 12 decimals; 0 without a statement, null where the contract fell to nil
--   stated_ratio              as last stated
--   validated_date            of the statement in force; of the last approval for time; of the signature for a deposit
--   drafted_amount            work and deposit lines of open drafts, EUR before VAT
--   deducted_amount           taken back of a deposit on issued documents, positive
--   drafted_deduction_amount  the same on open drafts
--   billable_amount           earned - billed - drafted
--   waiting_since_date        since when earned exceeds billed without interruption; null if nothing waits
with phases as (
    select phase_id, billing_mode, contract_amount, signed_date from core.phases
),

phase_days as (
    select
        phase_id,
        day_date,
        earned_amount,
        produced_amount,
        out_of_cap_amount,
        billed_amount,
        waiting_since_date,
    from core.phase_days
),

progress as (
    select phase_id, validated_date, progress_ratio, contract_amount, has_evidence from core.progress
),

phase_hours as (
    select phase_id, approved_date_max from core.phase_hours
),

document_lines as (
    select phase_id, line_kind, net_amount from core.document_lines
),

open_draft_lines as (
    select phase_id, line_kind, net_amount from core.open_draft_lines
),

last_days as (
    select
        phase_id,
        earned_amount,
        produced_amount,
        out_of_cap_amount,
        billed_amount,
        waiting_since_date,
    from phase_days
    qualify row_number() over (partition by phase_id order by day_date desc) = 1
),

statements as (
    select phase_id, validated_date, progress_ratio, contract_amount, has_evidence
    from progress
    qualify row_number() over (partition by phase_id order by validated_date desc) = 1
),

deducted as (
    select phase_id, -sum(net_amount) as deducted_amount
    from document_lines
    where line_kind = 'deposit_deduction'
    group by phase_id
),

drafted as (
    select
        phase_id,
        coalesce(sum(net_amount) filter (where line_kind in ('work', 'deposit')), 0) as drafted_amount,
        coalesce(-sum(net_amount) filter (where line_kind = 'deposit_deduction'), 0) as drafted_deduction_amount,
    from open_draft_lines
    group by phase_id
),

phase_balances as (
    select
        phases.phase_id,
        case
            when statements.phase_id is null then 0
            when statements.contract_amount = phases.contract_amount then statements.progress_ratio
            when phases.contract_amount = 0 then null
            -- The one quotient of the phase side: shown, and never multiplied back into money.
            else greatest(
                least(statements.progress_ratio * statements.contract_amount::double / phases.contract_amount, 1), 0
            )
        end::decimal(18, 12) as progress_ratio,
        coalesce(statements.progress_ratio, 0)::decimal(18, 12) as stated_ratio,
        case phases.billing_mode
            when 'time' then phase_hours.approved_date_max
            when 'deposit' then phases.signed_date
            else statements.validated_date
        end as validated_date,
        statements.has_evidence,
        coalesce(last_days.earned_amount, 0)::decimal(18, 2) as earned_amount,
        coalesce(last_days.produced_amount, 0)::decimal(18, 2) as produced_amount,
        coalesce(last_days.out_of_cap_amount, 0)::decimal(18, 2) as out_of_cap_amount,
        coalesce(last_days.billed_amount, 0)::decimal(18, 2) as billed_amount,
        coalesce(drafted.drafted_amount, 0)::decimal(18, 2) as drafted_amount,
        coalesce(deducted.deducted_amount, 0)::decimal(18, 2) as deducted_amount,
        coalesce(drafted.drafted_deduction_amount, 0)::decimal(18, 2) as drafted_deduction_amount,
        (
            coalesce(last_days.earned_amount, 0)
            - coalesce(last_days.billed_amount, 0)
            - coalesce(drafted.drafted_amount, 0)
        )::decimal(18, 2) as billable_amount,
        last_days.waiting_since_date,
    from phases
    left join last_days on last_days.phase_id = phases.phase_id
    left join statements on statements.phase_id = phases.phase_id
    left join phase_hours on phase_hours.phase_id = phases.phase_id
    left join deducted on deducted.phase_id = phases.phase_id
    left join drafted on drafted.phase_id = phases.phase_id
)

select * from phase_balances
