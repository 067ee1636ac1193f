-- One row per month: what clients owe at its end, and how much of it is late.
--
-- grain:    month
-- checks:
--   unique    month
--   not_null  month, receivable_amount, overdue_30_amount, overdue_60_amount, overdue_90_amount
--   true      overdue_30_amount >= overdue_60_amount and overdue_60_amount >= overdue_90_amount
-- columns:
--   receivable_amount  EUR with VAT; open credit notes lower it, retention not yet due is left out
--   overdue_30_amount  open and more than 30 days late, those of 60 and 90 included
--
-- Every change of an instalment enters a figure once, on the day from which it counts there: an amount due on the 1st
-- is more than 30 days late from the 32nd day on. The figures are then running totals.
with instalment_changes as (
    select is_retention, change_date, due_date, can_be_late, change_amount from core.instalment_changes
),

months as (
    select month from core.months
),

clock as (
    select today from core.clock
),

entries as (
    select
        'receivable' as figure,
        if(is_retention, greatest(change_date, due_date), change_date) as entry_date,
        change_amount,
    from instalment_changes
    where not is_retention or due_date is not null
    union all
    select
        concat('overdue_', threshold.days) as figure,
        greatest(instalment_changes.change_date, instalment_changes.due_date + threshold.days + 1) as entry_date,
        instalment_changes.change_amount,
    from instalment_changes
    cross join (values (30), (60), (90)) as threshold (days)
    where instalment_changes.can_be_late and instalment_changes.due_date is not null
),

entered as (
    select
        date_trunc('month', entries.entry_date)::date as month,
        sum(entries.change_amount) filter (where entries.figure = 'receivable') as receivable_amount,
        sum(entries.change_amount) filter (where entries.figure = 'overdue_30') as overdue_30_amount,
        sum(entries.change_amount) filter (where entries.figure = 'overdue_60') as overdue_60_amount,
        sum(entries.change_amount) filter (where entries.figure = 'overdue_90') as overdue_90_amount,
    from entries
    inner join clock on entries.entry_date <= clock.today
    group by date_trunc('month', entries.entry_date)
),

receivables_monthly as (
    select
        months.month,
        coalesce(sum(entered.receivable_amount) over up_to_month, 0)::decimal(18, 2) as receivable_amount,
        coalesce(sum(entered.overdue_30_amount) over up_to_month, 0)::decimal(18, 2) as overdue_30_amount,
        coalesce(sum(entered.overdue_60_amount) over up_to_month, 0)::decimal(18, 2) as overdue_60_amount,
        coalesce(sum(entered.overdue_90_amount) over up_to_month, 0)::decimal(18, 2) as overdue_90_amount,
    from months
    left join entered on entered.month = months.month
    window up_to_month as (order by months.month)
)

select * from receivables_monthly
