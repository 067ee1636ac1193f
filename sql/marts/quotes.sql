-- One row per quote: whether it is signed, and what its phases are worth.
--
-- grain:    quote_id
-- checks:
--   unique    quote_id
--   not_null  quote_id, project_id, client_id, is_signed, contract_amount, deposit_amount
--   relates   project_id -> staging.projects.project_id
-- columns:
--   is_signed         status signed, by a date that has come
--   contract_amount   EUR before VAT, its phases with the amendments signed today; deposits left out
--   deposit_amount    its deposit phases
--   amendment_amount  of a quote that amends: what it adds to the phases of another, signed or not
--   reception_date    the works were accepted: retention falls due a year later
with core_quotes as (
    select
        quote_id,
        project_id,
        client_id,
        amends_quote_id,
        status,
        is_signed,
        signed_date,
        deposit_policy,
        market_number,
        commitment_number,
        reception_date,
    from core.quotes
),

projects as (
    select project_id, name, manager from staging.projects
),

phases as (
    select quote_id, billing_mode, contract_amount from core.phases
),

amendments as (
    select quote_id, amount from core.amendments
),

worth as (
    select
        quote_id,
        count(*) as phase_count,
        sum(contract_amount) filter (where billing_mode <> 'deposit') as contract_amount,
        sum(contract_amount) filter (where billing_mode = 'deposit') as deposit_amount,
    from phases
    group by quote_id
),

added as (
    select quote_id, sum(amount) as amendment_amount from amendments group by quote_id
),

quotes as (
    select
        core_quotes.quote_id,
        core_quotes.project_id,
        projects.name as project_name,
        core_quotes.client_id,
        projects.manager,
        core_quotes.amends_quote_id,
        core_quotes.status,
        core_quotes.is_signed,
        core_quotes.signed_date,
        core_quotes.deposit_policy,
        core_quotes.market_number,
        core_quotes.commitment_number,
        core_quotes.reception_date,
        coalesce(worth.phase_count, 0) as phase_count,
        coalesce(worth.contract_amount, 0)::decimal(18, 2) as contract_amount,
        coalesce(worth.deposit_amount, 0)::decimal(18, 2) as deposit_amount,
        coalesce(added.amendment_amount, 0)::decimal(18, 2) as amendment_amount,
    from core_quotes
    inner join projects on projects.project_id = core_quotes.project_id
    left join worth on worth.quote_id = core_quotes.quote_id
    left join added on added.quote_id = core_quotes.quote_id
)

select * from quotes
