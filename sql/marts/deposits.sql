-- One row per deposit phase: what of it was billed and taken back, beside the work it is an advance on (domain F6).
--
-- grain:    deposit_phase_id
-- checks:
--   unique    deposit_phase_id
--   not_null  quote_id, deposit_phase_id, label, vat_rate, deposit_policy, deposit_billed_amount, deducted_amount
--   not_null  drafted_deduction_amount, contract_amount, other_billed_amount, other_drafted_amount
--   relates   deposit_phase_id -> core.phases.phase_id
--   accepted  deposit_policy: pro_rata, first_out, public_advance
-- columns:
--   vat_rate                  of the deposit's latest billed line, which a deduction repeats; else of the phase
--   deposit_billed_amount     A: EUR before VAT, issued
--   deducted_amount           taken back by issued documents, positive
--   drafted_deduction_amount  taken back by open drafts, positive
--   contract_amount           H: the quote's other phases, amendments included, deposits left out
--   other_billed_amount       billed on those phases
--   other_drafted_amount      held by open drafts on those phases
with phases as (
    select phase_id, quote_id, phase_label, billing_mode, contract_amount, vat_rate from core.phases
),

phase_balances as (
    select phase_id, billed_amount, drafted_amount, deducted_amount, drafted_deduction_amount
    from core.phase_balances
),

quotes as (
    select quote_id, deposit_policy from core.quotes
),

document_lines as (
    select invoice_number, line_number, phase_id, net_amount, vat_rate, issue_date
    from core.document_lines
    where line_kind in ('work', 'deposit') and phase_id is not null
),

work as (
    select
        phases.quote_id,
        sum(phases.contract_amount) as contract_amount,
        sum(phase_balances.billed_amount) as billed_amount,
        sum(phase_balances.drafted_amount) as drafted_amount,
    from phases
    inner join phase_balances on phase_balances.phase_id = phases.phase_id
    where phases.billing_mode <> 'deposit'
    group by phases.quote_id
),

billed_rates as (
    select
        phase_id,
        arg_max(vat_rate, struct_pack(d := issue_date, n := invoice_number, l := line_number)) as vat_rate,
    from document_lines
    where net_amount > 0
    group by phase_id
),

deposits as (
    select
        phases.quote_id,
        phases.phase_id as deposit_phase_id,
        phases.phase_label as label,
        coalesce(billed_rates.vat_rate, phases.vat_rate) as vat_rate,
        quotes.deposit_policy,
        phase_balances.billed_amount as deposit_billed_amount,
        phase_balances.deducted_amount,
        phase_balances.drafted_deduction_amount,
        coalesce(work.contract_amount, 0)::decimal(18, 2) as contract_amount,
        coalesce(work.billed_amount, 0)::decimal(18, 2) as other_billed_amount,
        coalesce(work.drafted_amount, 0)::decimal(18, 2) as other_drafted_amount,
    from phases
    inner join phase_balances on phase_balances.phase_id = phases.phase_id
    inner join quotes on quotes.quote_id = phases.quote_id
    left join work on work.quote_id = phases.quote_id
    left join billed_rates on billed_rates.phase_id = phases.phase_id
    where phases.billing_mode = 'deposit'
)

select * from deposits
