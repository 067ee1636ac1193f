-- One row per phase that is billed, with its quote, its project and what it is worth today.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   not_null  phase_id, quote_id, project_id, client_id, phase_label, billing_mode, contract_amount, vat_rate
--   relates   quote_id -> core.quotes.quote_id
--   relates   client_id -> staging.clients.client_id
--   accepted  billing_mode: milestone, progress, time, deposit, expense
-- columns:
--   mission_element            null where no spelling fits the phase's code or label
--   original_amount            EUR before VAT, as the quote says; the estimate of a time phase
--   contract_amount            with the amendments signed today
--   original_cap_amount        null where nothing caps the phase
--   cap_amount                 raised by what signed amendments add
--   has_unsigned_amendment     an amendment is not signed today, be it lost
--   has_pending_amendment      an amendment may still be signed
--   pending_amendment_amount   what those that may still be signed would add
--   is_signed                  of the phase's quote
--   position                   within the quote
with staged_phases as (
    select
        phase_id,
        quote_id,
        label,
        code,
        position,
        billing_mode,
        amount,
        vat_rate,
        budget_hours,
        hourly_rate,
        cap_amount,
        retention_rate,
        planned_on,
        load_id,
        file_name,
        row_number,
    from staging.phases
    where amends_phase_id is null
),

quotes as (
    select quote_id, project_id, client_id, status, is_signed, is_lost, signed_date from core.quotes
),

mission_elements as (
    select phase_id, mission_element from core.mission_elements
),

amendments as (
    select
        phase_id,
        coalesce(sum(amount) filter (where signed_date is not null), 0) as signed_amount,
        coalesce(sum(amount) filter (where is_pending), 0) as pending_amount,
        bool_or(signed_date is null) as has_unsigned,
        bool_or(is_pending) as has_pending,
    from core.amendments
    group by phase_id
),

phases as (
    select
        staged_phases.phase_id,
        staged_phases.quote_id,
        quotes.project_id,
        quotes.client_id,
        staged_phases.label as phase_label,
        staged_phases.code,
        staged_phases.position,
        staged_phases.billing_mode,
        mission_elements.mission_element,
        staged_phases.amount::decimal(18, 2) as original_amount,
        (staged_phases.amount + coalesce(amendments.signed_amount, 0))::decimal(18, 2) as contract_amount,
        staged_phases.cap_amount::decimal(18, 2) as original_cap_amount,
        (staged_phases.cap_amount + coalesce(amendments.signed_amount, 0))::decimal(18, 2) as cap_amount,
        coalesce(amendments.has_unsigned, false) as has_unsigned_amendment,
        coalesce(amendments.has_pending, false) as has_pending_amendment,
        coalesce(amendments.pending_amount, 0)::decimal(18, 2) as pending_amendment_amount,
        staged_phases.vat_rate,
        staged_phases.budget_hours,
        staged_phases.hourly_rate,
        staged_phases.retention_rate,
        staged_phases.planned_on as planned_date,
        quotes.status as quote_status,
        quotes.is_signed,
        quotes.is_lost,
        quotes.signed_date,
        staged_phases.load_id,
        staged_phases.file_name,
        staged_phases.row_number,
    from staged_phases
    inner join quotes on quotes.quote_id = staged_phases.quote_id
    left join mission_elements on mission_elements.phase_id = staged_phases.phase_id
    left join amendments on amendments.phase_id = staged_phases.phase_id
)

select * from phases
