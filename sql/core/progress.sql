-- One row per phase and day with a stated progress: the statement that counts for that day.
--
-- grain:    phase_id, validated_date
-- checks:
--   unique    phase_id, validated_date
--   not_null  phase_id, validated_date, progress_ratio, contract_amount, kept_amount, has_evidence, origin
--   relates   phase_id -> core.phases.phase_id
--   true      progress_ratio between 0 and 1
--   accepted  origin: imported, stated
-- columns:
--   progress_ratio   as stated, cumulative
--   contract_amount  EUR before VAT, of the statement's own day
--   kept_amount      progress x that contract, rounded once: an amendment signed later does not change it
--   has_evidence     a proof came with it
--   origin           imported from a file, or stated in jalon
--   validation_id    null for an imported row
--
-- On one day jalon's own statement wins over an imported row, the one recorded last over the earlier ones.
with imported as (
    select phase_id, validated_on, progress, validated_by, evidence from staging.progress
),

validations as (
    select validation_id, seq, phase_id, validated_on, progress, evidence_hash, actor from ledger.validations
),

phases as (
    select phase_id, original_amount from core.phases
),

contract_steps as (
    select phase_id, from_date, amended_amount from core.contract_steps
),

clock as (
    select today from core.clock
),

statements as (
    select
        phase_id,
        validated_on as validated_date,
        progress as progress_ratio,
        evidence is not null as has_evidence,
        'imported' as origin,
        null as validation_id,
        validated_by,
        0 as seq,
    from imported
    union all
    select
        phase_id,
        validated_on as validated_date,
        progress as progress_ratio,
        evidence_hash is not null as has_evidence,
        'stated' as origin,
        validation_id,
        actor as validated_by,
        seq,
    from validations
),

counting as (
    select
        statements.phase_id,
        statements.validated_date,
        statements.progress_ratio,
        statements.has_evidence,
        statements.origin,
        statements.validation_id,
        statements.validated_by,
        phases.original_amount,
    from statements
    inner join phases on phases.phase_id = statements.phase_id
    inner join clock on statements.validated_date <= clock.today
    qualify
        row_number() over (
            partition by statements.phase_id, statements.validated_date
            order by statements.seq desc, statements.validation_id desc
        ) = 1
),

dated as (
    select
        counting.phase_id,
        counting.validated_date,
        counting.progress_ratio,
        counting.has_evidence,
        counting.origin,
        counting.validation_id,
        counting.validated_by,
        counting.original_amount + coalesce(contract_steps.amended_amount, 0) as contract_amount,
    from counting
    asof left join contract_steps
        on contract_steps.phase_id = counting.phase_id and counting.validated_date >= contract_steps.from_date
),

progress as (
    select
        phase_id,
        validated_date,
        progress_ratio,
        contract_amount::decimal(18, 2) as contract_amount,
        round(progress_ratio::decimal(38, 12) * contract_amount::decimal(18, 2), 2)::decimal(18, 2) as kept_amount,
        has_evidence,
        origin,
        validation_id,
        validated_by,
    from dated
)

select * from progress
