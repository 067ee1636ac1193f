-- One row per amending phase: what it adds to the phase that is billed, once its own quote is signed.
--
-- grain:    amending_phase_id
-- checks:
--   unique    amending_phase_id
--   not_null  amending_phase_id, phase_id, amount, is_pending
--   relates   phase_id -> core.phases.phase_id
-- columns:
--   phase_id     the phase that is billed, also where an amendment amends an amendment
--   amount       EUR before VAT, negative where the amendment takes away
--   signed_date  null where the amending quote is not signed today
--   is_pending   not signed today, and not lost
with phases as (
    select phase_id, quote_id, amount, root_phase_id from staging.phases where amends_phase_id is not null
),

quotes as (
    select quote_id, is_signed, is_lost, signed_date from core.quotes
),

amendments as (
    select
        phases.phase_id as amending_phase_id,
        phases.root_phase_id as phase_id,
        phases.quote_id,
        phases.amount,
        quotes.signed_date,
        not quotes.is_signed and not quotes.is_lost as is_pending,
    from phases
    inner join quotes on quotes.quote_id = phases.quote_id
)

select * from amendments
