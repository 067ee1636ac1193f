-- One row per invoice, deposit invoice or credit note, imported or issued here, with where it stands today.
--
-- grain:    invoice_id
-- checks:
--   unique    invoice_id
--   unique    invoice_number
--   not_null  invoice_id, invoice_number, client_id, status, is_overdue, is_partially_paid, issue_date, due_date
--   relates   client_id -> staging.clients.client_id
--   accepted  document_kind: invoice, deposit, credit_note
--   accepted  status: cancelled, paid, disputed, to_send, overdue, partially_paid, sent
--   accepted  origin: imported, issued
--   true      open_amount = gross_amount - allocated_amount - credited_amount - retention_amount
--   equals    sum(gross_amount) = core.documents.sum(gross_amount)
-- columns:
--   status                the first that holds of cancelled, paid, disputed, to_send, overdue, partially_paid, sent
--   is_overdue            something open is late, whatever the status says first
--   is_partially_paid     something is paid and something is left, whatever the status says first
--   sent_date             null where it has not left yet
--   is_sent_date_assumed  an imported document without a sending date counts as sent on its issue day
--   net_amount            EUR before VAT
--   vat_amount            EUR
--   gross_amount          EUR with VAT, as are all amounts after it; a credit note is negative
--   allocated_amount      settled by payments; on a credit note refunded, negative
--   credited_amount       absorbed credit notes; on a credit note what its invoice absorbed, negative
--   retention_amount      what is left of the retention not yet due
--   open_amount           gross less allocated, credited and retention
--   overdue_days          today less the due date of the oldest open instalment; negative before it, null when nothing
--     is open, or only what the client is owed
--   reminder_level        of the latest reminder
--   origin                imported, or issued by jalon
with documents as (
    select
        invoice_id,
        invoice_number,
        document_kind,
        client_id,
        project_id,
        quote_id,
        corrects_invoice_number,
        issue_date,
        sent_date,
        is_sent_date_assumed,
        due_date,
        net_amount,
        vat_amount,
        gross_amount,
        origin,
        load_id,
        file_name,
        row_number,
    from core.documents
),

balances as (
    select invoice_number, allocated_amount, credited_amount, retention_amount, open_amount, overdue_days
    from core.document_balances
),

clients as (
    select client_id, name from staging.clients
),

projects as (
    select project_id, name, manager from staging.projects
),

reminders as (
    select invoice_number, sent_on, level from staging.reminders
),

clock as (
    select today from core.clock
),

reminded as (
    select
        reminders.invoice_number,
        max(reminders.sent_on) as reminder_date,
        arg_max(reminders.level, (reminders.sent_on, reminders.level)) as reminder_level,
        count(*) as reminder_count,
    from reminders
    inner join clock on reminders.sent_on <= clock.today
    group by reminders.invoice_number
),

standing as (
    select
        documents.*,
        balances.allocated_amount,
        balances.credited_amount,
        balances.retention_amount,
        balances.open_amount,
        balances.overdue_days,
        documents.document_kind = 'credit_note' as is_credit_note,
        balances.open_amount > 0 and balances.overdue_days > 0 as is_overdue,
        balances.allocated_amount <> 0
        and documents.gross_amount - balances.allocated_amount - balances.credited_amount > 0 as is_partially_paid,
    from documents
    inner join balances on balances.invoice_number = documents.invoice_number
),

invoices as (
    select
        standing.invoice_id,
        standing.invoice_number,
        standing.document_kind,
        standing.client_id,
        clients.name as client_name,
        standing.project_id,
        projects.name as project_name,
        projects.manager,
        standing.quote_id,
        standing.corrects_invoice_number,
        case
            when
                not standing.is_credit_note
                and standing.gross_amount <> 0
                and standing.credited_amount = standing.gross_amount
                then 'cancelled'
            when standing.open_amount = 0 and standing.retention_amount = 0 then 'paid'
            when standing.sent_date is null then 'to_send'
            when standing.is_overdue then 'overdue'
            when standing.is_partially_paid then 'partially_paid'
            else 'sent'
        end as status,
        coalesce(standing.is_overdue, false) as is_overdue,
        standing.is_partially_paid,
        standing.issue_date,
        standing.sent_date,
        standing.is_sent_date_assumed,
        standing.due_date,
        standing.net_amount,
        standing.vat_amount,
        standing.gross_amount,
        standing.allocated_amount,
        standing.credited_amount,
        standing.retention_amount,
        standing.open_amount,
        standing.overdue_days,
        reminded.reminder_level,
        reminded.reminder_date,
        coalesce(reminded.reminder_count, 0) as reminder_count,
        standing.origin,
        standing.load_id,
        standing.file_name,
        standing.row_number,
    from standing
    inner join clients on clients.client_id = standing.client_id
    left join projects on projects.project_id = standing.project_id
    left join reminded on reminded.invoice_number = standing.invoice_number
)

select * from invoices
