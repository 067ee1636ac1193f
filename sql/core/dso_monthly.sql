-- One row per month: how many days of turnover are in receivables, both ways (domain F14).
--
-- grain:    month
-- checks:
--   unique    month
--   not_null  month, dso_countback_days
--   true      dso_countback_days >= 0
-- columns:
--   gross_billed_amount  EUR with VAT, all documents issued in the month
--   dso_simple_days      receivables / gross billed in that and the two months before x the days of those three; null
--     where they billed nothing
--   dso_countback_days   receivables eaten by gross billed, month by month backwards, 24 months at most
--
-- The current month counts its elapsed days. A month that billed nothing, or less, eats nothing and counts its days;
-- months before the first document are such.
with documents as (
    select issue_date, gross_amount from core.documents
),

months as (
    select month, day_count from core.months
),

receivables as (
    select month, receivable_amount from core.receivables_monthly
),

billed as (
    select
        date_trunc('month', issue_date)::date as month,
        sum(gross_amount) as gross_billed_amount,
    from documents
    group by date_trunc('month', issue_date)
),

backwards as (
    select
        receivables.month,
        receivables.receivable_amount,
        back.step,
        coalesce(months.day_count, day(last_day(receivables.month - to_months(back.step)))) as day_count,
        coalesce(billed.gross_billed_amount, 0) as gross_billed_amount,
    from receivables
    cross join (select unnest(range(24))::integer as step) as back
    left join months on months.month = receivables.month - to_months(back.step)
    left join billed on billed.month = receivables.month - to_months(back.step)
),

eaten as (
    select
        month,
        receivable_amount,
        step,
        day_count,
        gross_billed_amount,
        receivable_amount - coalesce(
            sum(greatest(gross_billed_amount, 0)) over (
                partition by month
                order by step
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as left_amount,
    from backwards
),

counted as (
    select
        month,
        step,
        day_count,
        gross_billed_amount,
        receivable_amount,
        case
            when left_amount <= 0 then 0
            when gross_billed_amount <= left_amount then day_count
            else day_count * left_amount::double / gross_billed_amount::double
        end as countback_days,
    from eaten
),

dso_monthly as (
    select
        month,
        (sum(gross_billed_amount) filter (where step = 0))::decimal(18, 2) as gross_billed_amount,
        round(
            case
                when sum(gross_billed_amount) filter (where step < 3) > 0
                    then
                        any_value(receivable_amount)::double
                        * sum(day_count) filter (where step < 3)
                        / (sum(gross_billed_amount) filter (where step < 3))::double
            end,
            6
        )::decimal(18, 6) as dso_simple_days,
        round(sum(countback_days), 6)::decimal(18, 6) as dso_countback_days,
    from counted
    group by month
)

select * from dso_monthly
