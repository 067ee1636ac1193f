-- One row per oddity in the source rows that does not keep them out: loaded as they stand, and told.
--
-- grain:    code, template, load_id, file_name, row_number
-- checks:
--   not_null  code, template, load_id, file_name, row_number, message
--   accepted  template: quotes, timesheets, invoices, invoice_lines
-- columns:
--   code     English, stable
--   value    what the column says
--   message  French, says what was read and what follows from it
--
-- Time is read from the raw store with its known phases, so that a load can be judged without staging millions of entries.
with quotes as (
    select quote_id, signed_on, status, load_id, file_name, row_number from staging.quotes
),

phases as (
    select phase_id, billing_mode, hourly_rate from staging.phases where amends_phase_id is null
),

deposits as (
    select phase_id from staging.phases where billing_mode = 'deposit'
),

invoices as (
    select invoice_number, net_amount, vat_amount, gross_amount, load_id, file_name, row_number from staging.invoices
),

invoice_lines as (
    select invoice_number, line_number, phase_id, line_kind, net_amount, load_id, file_name, row_number
    from staging.invoice_lines
),

timesheets as (
    select entry_id, person, phase_id, worked_on, hours, billing_rate, load_id, file_name, row_number
    from raw.timesheets
),

signed_without_date as (
    select
        'quote_signed_without_date' as code,
        'quotes' as template,
        load_id,
        file_name,
        row_number,
        'signed_on' as column_name,
        null::varchar as value,
        'Le devis « ' || quote_id || ' » est signé sans date : il compte comme non signé. Donner la date de signature.'
            as message,
    from quotes
    where status = 'signed' and signed_on is null
),

dated_without_status as (
    select
        'quote_dated_not_signed' as code,
        'quotes' as template,
        load_id,
        file_name,
        row_number,
        'status' as column_name,
        status as value,
        'Le devis « ' || quote_id || ' » porte une date de signature sans le statut signé : il compte comme non signé.'
            as message,
    from quotes
    where signed_on is not null and status in ('draft', 'sent')
),

entries_without_rate as (
    select
        'time_entry_without_rate' as code,
        'timesheets' as template,
        timesheets.load_id,
        timesheets.file_name,
        timesheets.row_number,
        'billing_rate' as column_name,
        null::varchar as value,
        'La saisie « ' || timesheets.entry_id || ' » n''a pas de taux, et sa phase « ' || timesheets.phase_id
        || ' » non plus : ces heures ne rapportent rien. Donner un taux à l''une ou à l''autre.' as message,
    from timesheets
    inner join phases on phases.phase_id = timesheets.phase_id
    where phases.billing_mode = 'time' and timesheets.billing_rate is null and phases.hourly_rate is null
),

corrections as (
    select timesheets.person, timesheets.phase_id, timesheets.worked_on, timesheets.load_id, timesheets.file_name,
        timesheets.row_number
    from timesheets
    inner join phases on phases.phase_id = timesheets.phase_id
    where timesheets.hours < 0
),

corrected_days as (
    select
        person,
        worked_on,
        max(struct_pack(load_id := load_id, row_number := row_number, file_name := file_name)) as place,
    from corrections
    group by person, worked_on
),

corrected_phases as (
    select
        phase_id,
        max(struct_pack(load_id := load_id, row_number := row_number, file_name := file_name)) as place,
    from corrections
    group by phase_id
),

negative_days as (
    select corrected_days.person, corrected_days.worked_on, corrected_days.place, sum(timesheets.hours) as hours
    from timesheets
    inner join corrected_days
        on corrected_days.person = timesheets.person and corrected_days.worked_on = timesheets.worked_on
    inner join phases on phases.phase_id = timesheets.phase_id
    group by corrected_days.person, corrected_days.worked_on, corrected_days.place
    having sum(timesheets.hours) < 0
),

person_days_negative as (
    select
        'person_day_negative' as code,
        'timesheets' as template,
        place.load_id,
        place.file_name,
        place.row_number,
        'hours' as column_name,
        format('{:g}', hours::double) as value,
        'Les heures de « ' || person || ' » le ' || strftime(worked_on, '%d/%m/%Y') || ' font '
        || replace(format('{:g}', hours::double), '.', ',') || ' : une correction enlève plus que ce qui fut saisi.'
            as message,
    from negative_days
),

negative_phases as (
    select corrected_phases.phase_id, corrected_phases.place, sum(timesheets.hours) as hours
    from timesheets
    inner join corrected_phases on corrected_phases.phase_id = timesheets.phase_id
    group by corrected_phases.phase_id, corrected_phases.place
    having sum(timesheets.hours) < 0
),

phase_hours_negative as (
    select
        'phase_hours_negative' as code,
        'timesheets' as template,
        place.load_id,
        place.file_name,
        place.row_number,
        'hours' as column_name,
        format('{:g}', hours::double) as value,
        'Les heures de la phase « ' || phase_id || ' » font ' || replace(format('{:g}', hours::double), '.', ',')
        || ' : une correction enlève plus que ce qui fut saisi.' as message,
    from negative_phases
),

document_totals as (
    select
        'document_total_wrong' as code,
        'invoices' as template,
        load_id,
        file_name,
        row_number,
        'gross_amount' as column_name,
        gross_amount::varchar as value,
        'Le document « ' || invoice_number || ' » ne tombe pas juste : ' || net_amount || ' HT + ' || vat_amount
        || ' TVA ne font pas ' || gross_amount || ' TTC. Il est chargé tel quel.' as message,
    from invoices
    where gross_amount <> net_amount::decimal(38, 2) + vat_amount
),

line_sums as (
    select invoice_number, sum(net_amount) as net_amount from invoice_lines group by invoice_number
),

document_lines_totals as (
    select
        'document_lines_differ' as code,
        'invoices' as template,
        invoices.load_id,
        invoices.file_name,
        invoices.row_number,
        'net_amount' as column_name,
        invoices.net_amount::varchar as value,
        'Le document « ' || invoices.invoice_number || ' » vaut ' || invoices.net_amount || ' HT et ses lignes '
        || line_sums.net_amount || '. Il est chargé tel quel.' as message,
    from invoices
    inner join line_sums on line_sums.invoice_number = invoices.invoice_number
    where line_sums.net_amount <> invoices.net_amount
),

deductions_odd as (
    select
        if(deposits.phase_id is null, 'deduction_without_deposit', 'deduction_positive') as code,
        'invoice_lines' as template,
        invoice_lines.load_id,
        invoice_lines.file_name,
        invoice_lines.row_number,
        if(deposits.phase_id is null, 'phase_id', 'net_amount') as column_name,
        if(deposits.phase_id is null, invoice_lines.phase_id, invoice_lines.net_amount::varchar) as value,
        'La ligne ' || invoice_lines.line_number || ' du document « ' || invoice_lines.invoice_number
        || if(
            deposits.phase_id is null,
            ' » reprend un acompte sans nommer une phase d''acompte : l''acompte reste à reprendre.',
            ' » reprend un acompte par un montant positif : elle augmente ce qui reste à reprendre.'
        ) as message,
    from invoice_lines
    inner join invoices on invoices.invoice_number = invoice_lines.invoice_number
    left join deposits on deposits.phase_id = invoice_lines.phase_id
    where
        invoice_lines.line_kind = 'deposit_deduction'
        and (
            deposits.phase_id is null
            -- On a credit note a deduction is given back, hence positive.
            or (invoice_lines.net_amount > 0 and invoices.net_amount > 0)
        )
),

source_findings as (
    select * from signed_without_date
    union all by name
    select * from dated_without_status
    union all by name
    select * from entries_without_rate
    union all by name
    select * from person_days_negative
    union all by name
    select * from phase_hours_negative
    union all by name
    select * from document_totals
    union all by name
    select * from document_lines_totals
    union all by name
    select * from deductions_odd
)

select * from source_findings
