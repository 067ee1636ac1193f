-- One row per progress ever stated up to today, imported or stated in jalon, and whether it counts.
--
-- grain:    phase_id, validated_date, validation_id
-- checks:
--   not_null  phase_id, validated_date, progress_ratio, origin, is_counting, is_latest
--   relates   phase_id -> core.phases.phase_id
--   accepted  origin: imported, stated
-- columns:
--   validation_id    null for an imported row
--   progress_ratio   as stated, cumulative
--   contract_amount  of the statement's own day; null for a statement that another of its day replaced
--   kept_amount      progress x that contract, rounded once
--   is_counting      the one that counts for its day
--   is_latest        the one in force today
--   evidence         name of the proof, as imported or as kept
--   recorded_at      UTC; null for an imported row
with imported as (
    select phase_id, validated_on, progress, validated_by, evidence, load_id, file_name, row_number
    from staging.progress
),

stated as (
    select
        validation_id,
        phase_id,
        validated_on,
        progress,
        evidence_hash,
        evidence_name,
        reason,
        recorded_at,
        actor,
    from ledger.validations
),

counting as (
    select phase_id, validated_date, contract_amount, kept_amount, origin, validation_id from core.progress
),

phases as (
    select phase_id from core.phases
),

clock as (
    select today from core.clock
),

statements as (
    select
        null::varchar as validation_id,
        phase_id,
        validated_on as validated_date,
        progress as progress_ratio,
        'imported' as origin,
        validated_by as actor,
        evidence,
        null::varchar as evidence_hash,
        null::varchar as reason,
        null::timestamp as recorded_at,
        load_id,
        file_name,
        row_number,
    from imported
    union all
    select
        validation_id,
        phase_id,
        validated_on as validated_date,
        progress as progress_ratio,
        'stated' as origin,
        actor,
        evidence_name as evidence,
        evidence_hash,
        reason,
        recorded_at,
        null as load_id,
        null as file_name,
        null as row_number,
    from stated
),

latest as (
    select phase_id, max(validated_date) as validated_date from counting group by phase_id
),

validations as (
    select
        statements.validation_id,
        statements.phase_id,
        statements.validated_date,
        statements.progress_ratio,
        statements.origin,
        statements.actor,
        counting.contract_amount,
        counting.kept_amount,
        counting.phase_id is not null as is_counting,
        counting.phase_id is not null and latest.validated_date = statements.validated_date as is_latest,
        statements.evidence,
        statements.evidence_hash,
        statements.reason,
        statements.recorded_at,
        statements.load_id,
        statements.file_name,
        statements.row_number,
    from statements
    inner join phases on phases.phase_id = statements.phase_id
    inner join clock on statements.validated_date <= clock.today
    left join latest on latest.phase_id = statements.phase_id
    left join counting
        on counting.phase_id = statements.phase_id
        and counting.validated_date = statements.validated_date
        and counting.origin = statements.origin
        and counting.validation_id is not distinct from statements.validation_id
)

select * from validations
