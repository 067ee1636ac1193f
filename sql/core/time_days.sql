-- One row per time phase and day on which hours began to count as earned.
--
-- grain:    phase_id, day_date
-- checks:
--   unique    phase_id, day_date
--   not_null  phase_id, day_date, value_amount
--   relates   phase_id -> core.phases.phase_id
-- columns:
--   day_date      approved, and worked: the later of the two days
--   value_amount  hours x rate, EUR before VAT, not yet rounded: a phase is rounded once, on its sum
--
-- The rate is the entry's own, else the phase's; an entry with neither earns nothing and is a finding.
with timesheets as (
    select phase_id, worked_on, hours, approved_on, billing_rate from staging.timesheets where approved_on is not null
),

phases as (
    select phase_id, hourly_rate from core.phases where billing_mode = 'time'
),

clock as (
    select today from core.clock
),

valued as (
    select
        timesheets.phase_id,
        greatest(timesheets.worked_on, timesheets.approved_on) as day_date,
        timesheets.hours::decimal(38, 6) * coalesce(timesheets.billing_rate, phases.hourly_rate) as value_amount,
    from timesheets
    inner join phases on phases.phase_id = timesheets.phase_id
    inner join clock on timesheets.approved_on <= clock.today and timesheets.worked_on <= clock.today
),

time_days as (
    select phase_id, day_date, sum(value_amount) as value_amount
    from valued
    where value_amount is not null
    group by phase_id, day_date
)

select * from time_days
