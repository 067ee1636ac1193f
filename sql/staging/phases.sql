-- One row per phase whose quote, and whose amended phase if any, are known; amending phases included.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   not_null  phase_id, quote_id, label, billing_mode, amount, vat_rate, retention_rate, root_phase_id
--   relates   quote_id -> staging.quotes.quote_id
--   relates   amends_phase_id -> staging.phases.phase_id
--   accepted  billing_mode: milestone, progress, time, deposit, expense
--   true      (amends_phase_id is null) = (root_phase_id = phase_id)
-- columns:
--   amount           EUR before VAT, without amendments; the estimate of a time phase
--   hourly_rate      EUR, for entries that bring no rate of their own
--   cap_amount       EUR before VAT; null where nothing caps the phase
--   amends_phase_id  the phase that this row adds its amount to, once its quote is signed
--   root_phase_id    the phase that is billed: itself, or the one at the end of the amendments
--   load_id          the load that brought the row
--   row_number       as in a spreadsheet: the header is line 1
--
-- Phases that amend each other in a circle stand on nothing.
with recursive raw_phases as (
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
        amends_phase_id,
        load_id,
        file_name,
        row_number,
    from raw.phases
),

quotes as (
    select quote_id from staging.quotes
),

placed as (
    select raw_phases.phase_id, raw_phases.amends_phase_id
    from raw_phases
    inner join quotes on quotes.quote_id = raw_phases.quote_id
),

standing as (
    select placed.phase_id, placed.phase_id as root_phase_id
    from placed
    where placed.amends_phase_id is null
    union all
    select placed.phase_id, standing.root_phase_id
    from placed
    inner join standing on standing.phase_id = placed.amends_phase_id
),

phases as (
    select
        raw_phases.phase_id,
        raw_phases.quote_id,
        raw_phases.label,
        raw_phases.code,
        raw_phases.position,
        raw_phases.billing_mode,
        raw_phases.amount,
        raw_phases.vat_rate,
        raw_phases.budget_hours,
        raw_phases.hourly_rate,
        raw_phases.cap_amount,
        raw_phases.retention_rate,
        raw_phases.planned_on,
        raw_phases.amends_phase_id,
        standing.root_phase_id,
        raw_phases.load_id,
        raw_phases.file_name,
        raw_phases.row_number,
    from raw_phases
    inner join standing on standing.phase_id = raw_phases.phase_id
)

select * from phases
