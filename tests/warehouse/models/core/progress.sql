-- The latest validation of a phase.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   relates   phase_id -> staging.phases.phase_id
--   true      progress_ratio between 0 and 1
with validations as (
    select seq, phase_id, validated_on, progress from ledger.validations
),

progress as (
    select
        validations.phase_id,
        validations.validated_on as validated_date,
        validations.progress as progress_ratio,
    from validations
    cross join core.clock
    where validations.validated_on <= clock.today
    qualify row_number() over (
        partition by validations.phase_id order by validations.validated_on desc, validations.seq desc
    ) = 1
)

select * from progress
