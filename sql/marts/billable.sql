-- One row per phase that earned more or less than was billed and drafted, with every reason that holds it back.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   not_null  phase_id, quote_id, project_id, client_id, phase_label, billing_mode, contract_amount, earned_amount
--   not_null  billed_amount, drafted_amount, billable_amount, is_billable, blocked_by, notices, document_kind
--   relates   phase_id -> core.phases.phase_id
--   accepted  billing_mode: milestone, progress, time, deposit, expense
--   accepted  document_kind: invoice, deposit
--   true      billable_amount = earned_amount - billed_amount - drafted_amount
--   true      billable_amount <> 0
--   true      is_billable = (billable_amount > 0 and len(blocked_by) = 0)
-- columns:
--   contract_amount     EUR before VAT, with the amendments signed today
--   progress_ratio      0 to 1, of today's contract
--   earned_amount       cumulative, by the billing mode
--   billed_amount       cumulative on issued documents, credit notes negative
--   drafted_amount      held by open drafts
--   billable_amount     earned - billed - drafted; negative where a credit note is due
--   out_of_cap_amount   time over the cap, not billable
--   validated_date      what made it billable: statement, last approval, or signature
--   waiting_since_date  since when earned exceeds billed without interruption; null if nothing waits
--   is_billable         may be drafted now
--   blocked_by          all reasons at once: quote_not_signed, client_incomplete, public_reference_missing,
--     project_closed, evidence_missing
--   notices             worth a word, not blocking: no_email, phase_unmapped, hours_not_approved, cap_reached,
--     amendment_unsigned
--   missing_fields      what client_incomplete and public_reference_missing ask for
--   unapproved_hours    worked on a time phase and approved by nobody
--   document_kind       a deposit is a document of its own
--
-- Lost and closed jobs are not left out: what was earned there waits for a person, blocked.
with phases as (
    select
        phase_id,
        quote_id,
        project_id,
        client_id,
        phase_label,
        position,
        mission_element,
        billing_mode,
        contract_amount,
        cap_amount,
        vat_rate,
        retention_rate,
        is_signed,
        has_unsigned_amendment,
        pending_amendment_amount,
    from core.phases
),

phase_balances as (
    select
        phase_id,
        progress_ratio,
        validated_date,
        has_evidence,
        earned_amount,
        billed_amount,
        drafted_amount,
        billable_amount,
        out_of_cap_amount,
        waiting_since_date,
    from core.phase_balances
    where billable_amount <> 0
),

phase_hours as (
    select phase_id, unapproved_hours, unapproved_count from core.phase_hours
),

quotes as (
    select quote_id, commitment_number from core.quotes
),

projects as (
    select project_id, name, manager, status from staging.projects
),

clients as (
    select client_id, name, siren, email, address, postcode, city, country, is_public, service_code
    from staging.clients
),

clock as (
    select today from core.clock
),

firm as (
    select is_evidence_required from core.firm
),

gathered as (
    select
        phases.phase_id,
        phases.quote_id,
        phases.project_id,
        phases.client_id,
        phases.phase_label,
        phases.position,
        phases.mission_element,
        phases.billing_mode,
        phases.contract_amount,
        phases.cap_amount,
        phases.vat_rate,
        phases.retention_rate,
        phases.is_signed,
        phases.has_unsigned_amendment,
        phases.pending_amendment_amount,
        phase_balances.progress_ratio,
        phase_balances.validated_date,
        phase_balances.earned_amount,
        phase_balances.billed_amount,
        phase_balances.drafted_amount,
        phase_balances.billable_amount,
        phase_balances.out_of_cap_amount,
        phase_balances.waiting_since_date,
        date_diff('day', phase_balances.waiting_since_date, clock.today) as waiting_days,
        if(phases.billing_mode = 'time', coalesce(phase_hours.unapproved_hours, 0), 0) as unapproved_hours,
        if(phases.billing_mode = 'time', coalesce(phase_hours.unapproved_count, 0), 0) as unapproved_count,
        phases.billing_mode in ('milestone', 'progress', 'expense')
        and not phase_balances.has_evidence
        and firm.is_evidence_required as lacks_evidence,
        projects.name as project_name,
        projects.manager,
        projects.status = 'closed' as is_closed,
        clients.name as client_name,
        clients.email,
        list_filter(
            [
                if(clients.address is null, 'address', null),
                if(clients.postcode is null, 'postcode', null),
                if(clients.city is null, 'city', null),
                if(clients.siren is null and upper(clients.country) in ('FR', 'FRANCE') and not clients.is_public, 'siren', null)
            ],
            lambda field: field is not null
        ) as client_fields,
        if(
            clients.is_public and clients.service_code is null and quotes.commitment_number is null,
            ['service_code', 'commitment_number'],
            []
        ) as public_fields,
    from phase_balances
    inner join phases on phases.phase_id = phase_balances.phase_id
    inner join quotes on quotes.quote_id = phases.quote_id
    inner join projects on projects.project_id = phases.project_id
    inner join clients on clients.client_id = phases.client_id
    left join phase_hours on phase_hours.phase_id = phases.phase_id
    cross join clock
    cross join firm
),

reasoned as (
    select
        phase_id,
        list_filter(
            [
                if(not is_signed, 'quote_not_signed', null),
                if(len(client_fields) > 0, 'client_incomplete', null),
                if(len(public_fields) > 0, 'public_reference_missing', null),
                if(is_closed, 'project_closed', null),
                if(lacks_evidence, 'evidence_missing', null)
            ],
            lambda reason: reason is not null
        ) as blocked_by,
        list_filter(
            [
                if(email is null, 'no_email', null),
                if(mission_element is null, 'phase_unmapped', null),
                if(unapproved_count > 0, 'hours_not_approved', null),
                if(billing_mode = 'time' and earned_amount >= cap_amount, 'cap_reached', null),
                if(has_unsigned_amendment, 'amendment_unsigned', null)
            ],
            lambda notice: notice is not null
        ) as notices,
    from gathered
),

billable as (
    select
        gathered.phase_id,
        gathered.quote_id,
        gathered.project_id,
        gathered.client_id,
        gathered.phase_label,
        gathered.mission_element,
        gathered.billing_mode,
        gathered.contract_amount,
        gathered.progress_ratio,
        gathered.earned_amount,
        gathered.billed_amount,
        gathered.drafted_amount,
        gathered.billable_amount,
        gathered.out_of_cap_amount,
        gathered.vat_rate,
        gathered.validated_date,
        gathered.waiting_since_date,
        gathered.waiting_days,
        gathered.billable_amount > 0 and len(reasoned.blocked_by) = 0 as is_billable,
        reasoned.blocked_by,
        reasoned.notices,
        gathered.client_fields || gathered.public_fields as missing_fields,
        gathered.unapproved_hours,
        gathered.pending_amendment_amount,
        gathered.cap_amount,
        gathered.retention_rate,
        gathered.project_name,
        gathered.client_name,
        gathered.manager,
        gathered.quote_id as quote_label,
        gathered.position,
        if(gathered.billing_mode = 'deposit', 'deposit', 'invoice') as document_kind,
    from gathered
    inner join reasoned on reasoned.phase_id = gathered.phase_id
)

select * from billable
