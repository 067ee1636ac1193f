-- One row per time entry on a known phase, without what the person costs.
--
-- grain:    entry_id
-- checks:
--   unique    entry_id
--   not_null  entry_id, person, phase_id, worked_on, hours
--   relates   phase_id -> staging.phases.phase_id
-- columns:
--   hours         negative for a correction
--   approved_on   null where nobody approved it yet
--   billing_rate  EUR per hour; null takes the phase's hourly_rate
--   load_id       the load that brought the row
--   row_number    as in a spreadsheet: the header is line 1
with raw_timesheets as (
    select entry_id, person, phase_id, worked_on, hours, approved_on, billing_rate, load_id, file_name, row_number
    from raw.timesheets
),

phases as (
    select phase_id from staging.phases where amends_phase_id is null
),

timesheets as (
    select
        raw_timesheets.entry_id,
        raw_timesheets.person,
        raw_timesheets.phase_id,
        raw_timesheets.worked_on,
        raw_timesheets.hours,
        raw_timesheets.approved_on,
        raw_timesheets.billing_rate,
        raw_timesheets.load_id,
        raw_timesheets.file_name,
        raw_timesheets.row_number,
    from raw_timesheets
    inner join phases on phases.phase_id = raw_timesheets.phase_id
)

select * from timesheets
