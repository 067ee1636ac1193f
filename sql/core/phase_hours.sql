-- One row per phase with time worked up to today.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   not_null  phase_id, worked_hours, unapproved_hours, unapproved_count
--   relates   phase_id -> core.phases.phase_id
-- columns:
--   unapproved_hours   worked, and approved by nobody today
--   approved_date_max  the latest approval up to today
with timesheets as (
    select phase_id, worked_on, hours, approved_on from staging.timesheets
),

clock as (
    select today from core.clock
),

phase_hours as (
    select
        timesheets.phase_id,
        sum(timesheets.hours) as worked_hours,
        coalesce(
            sum(timesheets.hours) filter (where timesheets.approved_on is null or timesheets.approved_on > clock.today), 0
        ) as unapproved_hours,
        count(*) filter (where timesheets.approved_on is null or timesheets.approved_on > clock.today)
            as unapproved_count,
        max(timesheets.approved_on) filter (where timesheets.approved_on <= clock.today) as approved_date_max,
        max(timesheets.worked_on) as worked_date_max,
    from timesheets
    inner join clock on timesheets.worked_on <= clock.today
    group by timesheets.phase_id
)

select * from phase_hours
