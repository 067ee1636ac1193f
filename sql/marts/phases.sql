-- One row per phase: what it is worth, earned, billed and cost, its work in progress and its margin.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   not_null  phase_id, contract_amount, earned_amount, billed_amount, deducted_amount, out_of_cap_amount
--   not_null  fae_amount, pca_amount, spent_amount, is_raf_estimated
--   relates   phase_id -> core.phases.phase_id
--   true      fae_amount >= 0 and pca_amount >= 0 and (fae_amount = 0 or pca_amount = 0)
--   true      margin_amount = contract_amount - eac_amount
-- columns:
--   contract_amount   EUR before VAT, with the amendments signed today
--   deducted_amount   of a deposit, what documents took back, positive
--   fae_amount        produced and not billed (domain F12), never netted across phases; nil for a deposit
--   pca_amount        billed and not produced; nil for a deposit
--   spent_amount      hours x cost rate, worked up to today, approved or not
--   raf_amount        what is left to spend: the project manager's latest figure, else the budget at the mean cost
--     rate less spent; null where neither is known
--   is_raf_estimated  nobody gave a figure: it comes from the budget
--   eac_amount        spent + RAF (domain F13)
--   margin_amount     contract - EAC; null while RAF is unknown
with core_phases as (
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
        budget_hours,
        is_signed,
        planned_date,
    from core.phases
),

phase_balances as (
    select
        phase_id,
        progress_ratio,
        validated_date,
        earned_amount,
        produced_amount,
        out_of_cap_amount,
        billed_amount,
        drafted_amount,
        deducted_amount,
    from core.phase_balances
),

phase_costs as (
    select phase_id, exact_amount, spent_amount, costed_hours from core.phase_costs
),

remaining as (
    select phase_id, as_of, remaining_cost from staging.remaining
),

clock as (
    select today from core.clock
),

given as (
    select remaining.phase_id, arg_max(remaining.remaining_cost, remaining.as_of) as raf_amount
    from remaining
    inner join clock on remaining.as_of <= clock.today
    group by remaining.phase_id
),

-- Budget x cost / hours to the cent, half up: in whole numbers, for a quotient of decimals would be a double.
scaled as (
    select
        phase_costs.phase_id,
        phase_costs.spent_amount,
        try((core_phases.budget_hours * 1000000)::hugeint * (phase_costs.exact_amount * 1000000000000)::hugeint) as budget_cost,
        (phase_costs.costed_hours * 1000000)::hugeint as hours,
    from phase_costs
    inner join core_phases on core_phases.phase_id = phase_costs.phase_id
    where phase_costs.costed_hours > 0 and core_phases.budget_hours is not null
),

estimated as (
    select
        phase_id,
        greatest(
            ((budget_cost + hours * 5000000000) // (hours * 10000000000))::decimal(38, 0) * 0.01 - spent_amount, 0
        ) as raf_amount,
    from scaled
    where budget_cost is not null
),

valued as (
    select
        core_phases.phase_id,
        core_phases.quote_id,
        core_phases.project_id,
        core_phases.client_id,
        core_phases.phase_label,
        core_phases.position,
        core_phases.mission_element,
        core_phases.billing_mode,
        core_phases.contract_amount,
        core_phases.is_signed,
        core_phases.planned_date,
        phase_balances.progress_ratio,
        phase_balances.validated_date,
        phase_balances.earned_amount,
        phase_balances.out_of_cap_amount,
        phase_balances.billed_amount,
        phase_balances.drafted_amount,
        phase_balances.deducted_amount,
        if(
            core_phases.billing_mode = 'deposit', 0, phase_balances.produced_amount - phase_balances.billed_amount
        ) as unbilled_amount,
        coalesce(phase_costs.spent_amount, 0) as spent_amount,
        coalesce(given.raf_amount, estimated.raf_amount) as raf_amount,
        given.raf_amount is null and estimated.raf_amount is not null as is_raf_estimated,
    from core_phases
    inner join phase_balances on phase_balances.phase_id = core_phases.phase_id
    left join phase_costs on phase_costs.phase_id = core_phases.phase_id
    left join given on given.phase_id = core_phases.phase_id
    left join estimated on estimated.phase_id = core_phases.phase_id
),

phases as (
    select
        phase_id,
        contract_amount,
        earned_amount,
        billed_amount,
        deducted_amount,
        out_of_cap_amount,
        greatest(unbilled_amount, 0)::decimal(18, 2) as fae_amount,
        greatest(-unbilled_amount, 0)::decimal(18, 2) as pca_amount,
        spent_amount::decimal(18, 2) as spent_amount,
        raf_amount::decimal(18, 2) as raf_amount,
        is_raf_estimated,
        (spent_amount + raf_amount)::decimal(18, 2) as eac_amount,
        (contract_amount - spent_amount - raf_amount)::decimal(18, 2) as margin_amount,
        quote_id,
        project_id,
        client_id,
        phase_label,
        position,
        mission_element,
        billing_mode,
        progress_ratio,
        validated_date,
        drafted_amount,
        is_signed,
        planned_date,
    from valued
)

select * from phases
