-- One row per month from the first document to today, with the day at which its figures are taken.
--
-- grain:    month
-- checks:
--   unique    month
--   not_null  month, end_date, day_count
-- columns:
--   month      its first day
--   end_date   its last day; today for the current month
--   day_count  of the month; elapsed ones for the current month
with documents as (
    select issue_date from core.documents
),

clock as (
    select today from core.clock
),

firsts as (
    select unnest(generate_series(date_trunc('month', min(documents.issue_date)), max(clock.today), interval 1 month))::date
        as month
    from documents
    cross join clock
),

months as (
    select
        firsts.month,
        least(last_day(firsts.month), clock.today) as end_date,
        date_diff('day', firsts.month, least(last_day(firsts.month), clock.today)) + 1 as day_count,
    from firsts
    cross join clock
)

select * from months
