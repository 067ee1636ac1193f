-- One row per month from the first document on: are we improving?
--
-- grain:    month
-- checks:
--   unique    month
--   not_null  month, billed_amount, collected_amount, waiting_validation_count, backlog_amount
--   true      overdue_30_amount >= overdue_60_amount and overdue_60_amount >= overdue_90_amount
--   true      automatic_reminder_ratio between 0 and 1
--   equals    sum(billed_amount) = core.documents.sum(net_amount)
-- columns:
--   month                              its first day
--   end_date                           the day of its figures: its last, today for the current month
--   billed_amount                      EUR before VAT, all documents issued in the month
--   gross_billed_amount                EUR with VAT, the same documents
--   collected_amount                   EUR with VAT, all payments of the month, allocated or not
--   validation_to_sending_days_mean    calendar days that the work sent in the month had waited, weighted by amount
--   validation_to_sending_days_median  the same, unweighted
--   sent_phase_count                   phases of documents that these two stand on
--   waiting_validation_count           phases validated and not wholly invoiced at month end
--   backlog_amount                     EUR before VAT, what they still have to be invoiced for
--   automatic_reminder_ratio           automatic / all reminders sent; null where none was
--   receivable_amount                  EUR with VAT, open at month end without the retention not yet due
--   overdue_30_amount                  EUR with VAT, open and more than 30 days late at month end
--   minutes_per_invoice_median         null until the time of an invoice is measured
--   timed_invoice_count                invoices that the median stands on
--   dso_simple_days                    receivables over the turnover of three months, in days (domain F14)
--   dso_countback_days                 receivables eaten by turnover, month by month
with months as (
    select month, end_date from core.months
),

documents as (
    select issue_date, net_amount from core.documents
),

payments as (
    select paid_on, amount from staging.payments
),

reminders as (
    select sent_on, is_automatic from staging.reminders
),

sending_delays as (
    select sent_date, billed_amount, delay_days from core.sending_delays
),

backlog as (
    select month, waiting_validation_count, backlog_amount from core.backlog_monthly
),

receivables as (
    select month, receivable_amount, overdue_30_amount, overdue_60_amount, overdue_90_amount
    from core.receivables_monthly
),

dso as (
    select month, gross_billed_amount, dso_simple_days, dso_countback_days from core.dso_monthly
),

clock as (
    select today from core.clock
),

billed as (
    select
        date_trunc('month', issue_date)::date as month,
        sum(net_amount) as billed_amount,
    from documents
    group by date_trunc('month', issue_date)
),

collected as (
    select
        date_trunc('month', payments.paid_on)::date as month,
        sum(payments.amount) as collected_amount,
    from payments
    inner join clock on payments.paid_on <= clock.today
    group by date_trunc('month', payments.paid_on)
),

sent as (
    select
        date_trunc('month', sent_date)::date as month,
        sum(delay_days * billed_amount)::double / sum(billed_amount)::double as mean_days,
        median(delay_days) as median_days,
        count(*) as sent_phase_count,
    from sending_delays
    group by date_trunc('month', sent_date)
),

reminded as (
    select
        date_trunc('month', reminders.sent_on)::date as month,
        count(*) filter (where reminders.is_automatic) as automatic_count,
        count(*) filter (where not reminders.is_automatic) as manual_count,
    from reminders
    inner join clock on reminders.sent_on <= clock.today
    group by date_trunc('month', reminders.sent_on)
),

kpi_monthly as (
    select
        months.month,
        months.end_date,
        coalesce(billed.billed_amount, 0)::decimal(18, 2) as billed_amount,
        dso.gross_billed_amount,
        coalesce(collected.collected_amount, 0)::decimal(18, 2) as collected_amount,
        round(sent.mean_days, 6)::decimal(18, 6) as validation_to_sending_days_mean,
        sent.median_days::decimal(18, 6) as validation_to_sending_days_median,
        coalesce(sent.sent_phase_count, 0) as sent_phase_count,
        backlog.waiting_validation_count,
        coalesce(reminded.automatic_count, 0) as automatic_reminder_count,
        coalesce(reminded.manual_count, 0) as manual_reminder_count,
        round(reminded.automatic_count::double / (reminded.automatic_count + reminded.manual_count), 12)
        ::decimal(18, 12) as automatic_reminder_ratio,
        receivables.receivable_amount,
        receivables.overdue_30_amount,
        receivables.overdue_60_amount,
        receivables.overdue_90_amount,
        null::decimal(18, 6) as minutes_per_invoice_median,
        0::bigint as timed_invoice_count,
        dso.dso_simple_days,
        dso.dso_countback_days,
        backlog.backlog_amount,
    from months
    inner join backlog on backlog.month = months.month
    inner join receivables on receivables.month = months.month
    inner join dso on dso.month = months.month
    left join billed on billed.month = months.month
    left join collected on collected.month = months.month
    left join sent on sent.month = months.month
    left join reminded on reminded.month = months.month
)

select * from kpi_monthly
