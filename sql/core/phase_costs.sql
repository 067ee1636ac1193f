-- One row per phase with time: what it cost so far. The only relation that reads what a person costs.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   not_null  phase_id, spent_amount, costed_hours
--   relates   phase_id -> core.phases.phase_id
-- columns:
--   spent_amount   EUR, hours x cost rate of all entries worked up to today, approved or not, rounded once
--   exact_amount   the same before rounding
--   costed_hours   hours of the entries that have a cost rate
with timesheets as (
    select phase_id, worked_on, hours, cost_rate from raw.timesheets where cost_rate is not null
),

phases as (
    select phase_id from staging.phases where amends_phase_id is null
),

clock as (
    select today from core.clock
),

sums as (
    select
        timesheets.phase_id,
        sum(timesheets.hours::decimal(38, 6) * timesheets.cost_rate) as exact_amount,
        sum(timesheets.hours) as costed_hours,
    from timesheets
    inner join phases on phases.phase_id = timesheets.phase_id
    inner join clock on timesheets.worked_on <= clock.today
    group by timesheets.phase_id
),

phase_costs as (
    select phase_id, exact_amount, round(exact_amount, 2)::decimal(18, 2) as spent_amount, costed_hours
    from sums
)

select * from phase_costs
