-- One row per time entry on a known phase, without what the person costs.
--
-- grain:         entry_id
-- materialized:  view
-- columns:
--   hours          negative for a correction
--   approved_date  null where nobody approved it yet
--   billing_rate   EUR per hour; null takes the phase's
--   row_number     as in a spreadsheet: the header is line 1
with timesheets as (
    select entry_id, person, phase_id, worked_on, hours, approved_on, billing_rate, load_id, file_name, row_number
    from staging.timesheets
),

clock as (
    select today from core.clock
),

time_entries as (
    select
        timesheets.entry_id,
        timesheets.person,
        timesheets.phase_id,
        timesheets.worked_on as worked_date,
        timesheets.hours,
        if(timesheets.approved_on <= clock.today, timesheets.approved_on, null) as approved_date,
        timesheets.billing_rate,
        timesheets.load_id,
        timesheets.file_name,
        timesheets.row_number,
    from timesheets
    inner join clock on timesheets.worked_on <= clock.today
)

select * from time_entries
