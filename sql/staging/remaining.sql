-- One row per phase and day on which a project manager estimated what is left to spend (RAF).
--
-- grain:    phase_id, as_of
-- checks:
--   unique    phase_id, as_of
--   not_null  phase_id, as_of, remaining_cost
--   relates   phase_id -> staging.phases.phase_id
-- columns:
--   remaining_cost  EUR, seen from that day
--   load_id         the load that brought the row
--   row_number      as in a spreadsheet: the header is line 1
with raw_remaining as (
    select phase_id, as_of, remaining_cost, load_id, file_name, row_number from raw.remaining
),

phases as (
    select phase_id from staging.phases where amends_phase_id is null
),

remaining as (
    select
        raw_remaining.phase_id,
        raw_remaining.as_of,
        raw_remaining.remaining_cost,
        raw_remaining.load_id,
        raw_remaining.file_name,
        raw_remaining.row_number,
    from raw_remaining
    inner join phases on phases.phase_id = raw_remaining.phase_id
)

select * from remaining
