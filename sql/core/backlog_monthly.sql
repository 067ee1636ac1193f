-- One row per month: the work that is validated and not invoiced at its end.
--
-- grain:    month
-- checks:
--   unique    month
--   not_null  month, waiting_validation_count, backlog_amount
--   true      waiting_validation_count >= 0 and backlog_amount >= 0
-- columns:
--   waiting_validation_count  phases whose earned exceeds billed, blocked, unsigned and deposit ones too
--   backlog_amount            EUR before VAT, the sum of those differences; drafts do not matter here
with phase_days as (
    select phase_id, day_date, earned_amount, billed_amount from core.phase_days
),

months as (
    select month from core.months
),

waiting as (
    select
        phase_id,
        day_date,
        greatest(earned_amount - billed_amount, 0) as waiting_amount,
    from phase_days
),

changes as (
    select
        day_date,
        waiting_amount - coalesce(lag(waiting_amount) over of_phase, 0) as change_amount,
        (waiting_amount > 0)::integer - coalesce((lag(waiting_amount) over of_phase > 0)::integer, 0) as change_count,
    from waiting
    window of_phase as (partition by phase_id order by day_date)
),

-- What waited before the first document waits at its month's end.
entered as (
    select
        greatest(date_trunc('month', changes.day_date)::date, first_month.month) as month,
        sum(changes.change_amount) as change_amount,
        sum(changes.change_count) as change_count,
    from changes
    cross join (select min(month) as month from months) as first_month
    group by greatest(date_trunc('month', changes.day_date)::date, first_month.month)
),

backlog_monthly as (
    select
        months.month,
        coalesce(sum(entered.change_count) over up_to_month, 0)::bigint as waiting_validation_count,
        coalesce(sum(entered.change_amount) over up_to_month, 0)::decimal(18, 2) as backlog_amount,
    from months
    left join entered on entered.month = months.month
    window up_to_month as (order by months.month)
)

select * from backlog_monthly
