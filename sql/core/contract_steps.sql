-- One row per phase and day on which signed amendments changed what the phase is worth.
--
-- grain:    phase_id, from_date
-- checks:
--   unique    phase_id, from_date
--   not_null  phase_id, from_date, amended_amount
-- columns:
--   from_date       the signature's day, included
--   amended_amount  all amendments signed by then, EUR before VAT; comes on top of the phase's own amount
with amendments as (
    select phase_id, signed_date, amount from core.amendments where signed_date is not null
),

changes as (
    select phase_id, signed_date as from_date, sum(amount) as change_amount
    from amendments
    group by phase_id, signed_date
),

contract_steps as (
    select
        phase_id,
        from_date,
        sum(change_amount) over (partition by phase_id order by from_date)::decimal(18, 2) as amended_amount,
    from changes
)

select * from contract_steps
