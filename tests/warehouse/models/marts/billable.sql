-- One row per phase, with what it earned.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   equals    sum(contract_amount) = staging.phases.sum(amount)
--   warn true earned_amount < 1000000
-- columns:
--   earned_amount  EUR before VAT
--
-- The quote promises results, not hours.
with phases as (
    select phase_id, amount from staging.phases
),

progress as (
    select phase_id, progress_ratio, validated_date from core.progress
),

billable as (
    select
        phases.phase_id,
        phases.amount as contract_amount,
        round(phases.amount * coalesce(progress.progress_ratio, 0), 2)::decimal(18, 2) as earned_amount,
        progress.validated_date,
    from phases
    left join progress on progress.phase_id = phases.phase_id
)

select * from billable
