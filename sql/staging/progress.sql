-- One row per phase and day on which a source states a progress; statements made in jalon are in the ledger.
--
-- grain:    phase_id, validated_on
-- checks:
--   unique    phase_id, validated_on
--   not_null  phase_id, validated_on, progress
--   relates   phase_id -> staging.phases.phase_id
--   true      progress between 0 and 1
-- columns:
--   progress    0 to 1, cumulative
--   evidence    what the source names as proof
--   load_id     the load that brought the row
--   row_number  as in a spreadsheet: the header is line 1
with raw_progress as (
    select phase_id, validated_on, progress, validated_by, evidence, load_id, file_name, row_number from raw.progress
),

phases as (
    select phase_id from staging.phases where amends_phase_id is null
),

progress as (
    select
        raw_progress.phase_id,
        raw_progress.validated_on,
        raw_progress.progress,
        raw_progress.validated_by,
        raw_progress.evidence,
        raw_progress.load_id,
        raw_progress.file_name,
        raw_progress.row_number,
    from raw_progress
    inner join phases on phases.phase_id = raw_progress.phase_id
)

select * from progress
