-- One row per late document that a reminder should leave for today. Empty: jalon does not remind yet.
--
-- grain:    invoice_number, level
-- checks:
--   unique    invoice_number, level
-- columns:
--   level        of the reminder that is due
--   open_amount  EUR with VAT
with reminders_due as (
    select
        null::varchar as invoice_number,
        null::varchar as client_id,
        null::varchar as level,
        null::date as due_date,
        null::integer as overdue_days,
        null::decimal(18, 2) as open_amount,
    where false
)

select * from reminders_due
