-- One row per reminder that went for a known document.
--
-- grain:    invoice_number, sent_on, level
-- checks:
--   not_null  invoice_number, sent_on, is_automatic
--   relates   invoice_number -> staging.invoices.invoice_number
-- columns:
--   level         text; null where the source keeps no levels
--   is_automatic  sent by a program, not by a person
--   load_id       the load that brought the row
--   row_number    as in a spreadsheet: the header is line 1
with raw_reminders as (
    select invoice_number, sent_on, level, channel, is_automatic, load_id, file_name, row_number from raw.reminders
),

invoices as (
    select invoice_number from staging.invoices
),

reminders as (
    select
        raw_reminders.invoice_number,
        raw_reminders.sent_on,
        raw_reminders.level,
        raw_reminders.channel,
        raw_reminders.is_automatic,
        raw_reminders.load_id,
        raw_reminders.file_name,
        raw_reminders.row_number,
    from raw_reminders
    inner join invoices on invoices.invoice_number = raw_reminders.invoice_number
)

select * from reminders
