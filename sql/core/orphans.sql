-- One row per source row that refers to nothing; it waits in the raw store and comes right by itself.
--
-- grain:    template, row_key
-- checks:
--   warn unique  template, row_key
--   not_null  template, load_id, file_name, row_number, row_key, code, column_name, value, reason
--   accepted  code: reference_unknown, phase_is_amendment
-- columns:
--   row_key      the row's own key, its parts joined by a slash
--   column_name  the first of its references that does not hold
--   value        what it names
--   reason       French, says what would cure it
--
-- A row whose parent is itself an orphan is one too: parents are the staged rows. The document that a payment names is not judged.
with staged_clients as (
    select client_id from staging.clients
),

staged_projects as (
    select project_id from staging.projects
),

staged_quotes as (
    select quote_id from staging.quotes
),

staged_phases as (
    select phase_id, amends_phase_id, root_phase_id from staging.phases
),

staged_invoices as (
    select invoice_number from staging.invoices
),

projects as (
    select
        'projects' as template,
        raw_projects.load_id,
        raw_projects.file_name,
        raw_projects.row_number,
        raw_projects.project_id as row_key,
        'client_id' as column_name,
        raw_projects.client_id as value,
        'clients' as parent,
    from raw.projects as raw_projects
    anti join staged_clients on staged_clients.client_id = raw_projects.client_id
),

quotes as (
    select
        'quotes' as template,
        raw_quotes.load_id,
        raw_quotes.file_name,
        raw_quotes.row_number,
        raw_quotes.quote_id as row_key,
        if(staged_projects.project_id is null, 'project_id', 'amends_quote_id') as column_name,
        if(staged_projects.project_id is null, raw_quotes.project_id, raw_quotes.amends_quote_id) as value,
        if(staged_projects.project_id is null, 'projects', 'quotes') as parent,
    from raw.quotes as raw_quotes
    anti join staged_quotes on staged_quotes.quote_id = raw_quotes.quote_id
    left join staged_projects on staged_projects.project_id = raw_quotes.project_id
),

phases as (
    select
        'phases' as template,
        raw_phases.load_id,
        raw_phases.file_name,
        raw_phases.row_number,
        raw_phases.phase_id as row_key,
        if(staged_quotes.quote_id is null, 'quote_id', 'amends_phase_id') as column_name,
        if(staged_quotes.quote_id is null, raw_phases.quote_id, raw_phases.amends_phase_id) as value,
        if(staged_quotes.quote_id is null, 'quotes', 'phases') as parent,
    from raw.phases as raw_phases
    anti join staged_phases on staged_phases.phase_id = raw_phases.phase_id
    left join staged_quotes on staged_quotes.quote_id = raw_phases.quote_id
),

progress as (
    select
        'progress' as template,
        raw_progress.load_id,
        raw_progress.file_name,
        raw_progress.row_number,
        raw_progress.phase_id || '/' || raw_progress.validated_on as row_key,
        'phase_id' as column_name,
        raw_progress.phase_id as value,
        'phases' as parent,
        staged_phases.root_phase_id,
    from raw.progress as raw_progress
    left join staged_phases on staged_phases.phase_id = raw_progress.phase_id
    where staged_phases.phase_id is null or staged_phases.amends_phase_id is not null
),

timesheets as (
    select
        'timesheets' as template,
        raw_timesheets.load_id,
        raw_timesheets.file_name,
        raw_timesheets.row_number,
        raw_timesheets.entry_id as row_key,
        'phase_id' as column_name,
        raw_timesheets.phase_id as value,
        'phases' as parent,
        staged_phases.root_phase_id,
    from raw.timesheets as raw_timesheets
    left join staged_phases on staged_phases.phase_id = raw_timesheets.phase_id
    where staged_phases.phase_id is null or staged_phases.amends_phase_id is not null
),

remaining as (
    select
        'remaining' as template,
        raw_remaining.load_id,
        raw_remaining.file_name,
        raw_remaining.row_number,
        raw_remaining.phase_id || '/' || raw_remaining.as_of as row_key,
        'phase_id' as column_name,
        raw_remaining.phase_id as value,
        'phases' as parent,
        staged_phases.root_phase_id,
    from raw.remaining as raw_remaining
    left join staged_phases on staged_phases.phase_id = raw_remaining.phase_id
    where staged_phases.phase_id is null or staged_phases.amends_phase_id is not null
),

lost_invoices as (
    select
        raw_invoices.load_id,
        raw_invoices.file_name,
        raw_invoices.row_number,
        raw_invoices.invoice_number,
        raw_invoices.client_id,
        raw_invoices.project_id,
        raw_invoices.quote_id,
        raw_invoices.corrects_invoice_number,
        case
            when staged_clients.client_id is null then 'client_id'
            when raw_invoices.project_id is not null and staged_projects.project_id is null then 'project_id'
            when raw_invoices.quote_id is not null and staged_quotes.quote_id is null then 'quote_id'
            else 'corrects_invoice_number'
        end as column_name,
    from raw.invoices as raw_invoices
    anti join staged_invoices on staged_invoices.invoice_number = raw_invoices.invoice_number
    left join staged_clients on staged_clients.client_id = raw_invoices.client_id
    left join staged_projects on staged_projects.project_id = raw_invoices.project_id
    left join staged_quotes on staged_quotes.quote_id = raw_invoices.quote_id
),

invoices as (
    select
        'invoices' as template,
        load_id,
        file_name,
        row_number,
        invoice_number as row_key,
        column_name,
        case column_name
            when 'client_id' then client_id
            when 'project_id' then project_id
            when 'quote_id' then quote_id
            else corrects_invoice_number
        end as value,
        case column_name
            when 'client_id' then 'clients'
            when 'project_id' then 'projects'
            when 'quote_id' then 'quotes'
            else 'invoices'
        end as parent,
    from lost_invoices
),

invoice_lines as (
    select
        'invoice_lines' as template,
        raw_invoice_lines.load_id,
        raw_invoice_lines.file_name,
        raw_invoice_lines.row_number,
        raw_invoice_lines.invoice_number || '/' || raw_invoice_lines.line_number as row_key,
        if(staged_invoices.invoice_number is null, 'invoice_number', 'phase_id') as column_name,
        if(staged_invoices.invoice_number is null, raw_invoice_lines.invoice_number, raw_invoice_lines.phase_id)
            as value,
        if(staged_invoices.invoice_number is null, 'invoices', 'phases') as parent,
        if(staged_invoices.invoice_number is null, null, staged_phases.root_phase_id) as root_phase_id,
    from raw.invoice_lines as raw_invoice_lines
    left join staged_invoices on staged_invoices.invoice_number = raw_invoice_lines.invoice_number
    left join staged_phases on staged_phases.phase_id = raw_invoice_lines.phase_id
    where
        staged_invoices.invoice_number is null
        or (raw_invoice_lines.phase_id is not null and staged_phases.phase_id is null)
        or staged_phases.amends_phase_id is not null
),

reminders as (
    select
        'reminders' as template,
        raw_reminders.load_id,
        raw_reminders.file_name,
        raw_reminders.row_number,
        concat_ws('/', raw_reminders.invoice_number, raw_reminders.sent_on, raw_reminders.level) as row_key,
        'invoice_number' as column_name,
        raw_reminders.invoice_number as value,
        'invoices' as parent,
    from raw.reminders as raw_reminders
    anti join staged_invoices on staged_invoices.invoice_number = raw_reminders.invoice_number
),

lost as (
    select * from projects
    union all by name
    select * from quotes
    union all by name
    select * from phases
    union all by name
    select * from progress
    union all by name
    select * from timesheets
    union all by name
    select * from remaining
    union all by name
    select * from invoices
    union all by name
    select * from invoice_lines
    union all by name
    select * from reminders
),

orphans as (
    select
        template,
        load_id,
        file_name,
        row_number,
        row_key,
        if(root_phase_id is null, 'reference_unknown', 'phase_is_amendment') as code,
        column_name,
        value,
        if(
            root_phase_id is null,
            'Rien de connu ne porte ' || column_name || ' « ' || value || ' » dans ' || parent
            || ' : la ligne attend et sera prise dès que ' || parent || ' l''apportera.',
            'La phase « ' || value || ' » est un avenant et n''a pas d''existence propre : nommer la phase « '
            || root_phase_id || ' » qu''elle modifie.'
        ) as reason,
    from lost
)

select * from orphans
