-- One row per project: the sums of its phases, and what was collected.
--
-- grain:    project_id
-- checks:
--   unique    project_id
--   not_null  project_id, contract_amount, earned_amount, billed_amount, fae_amount, pca_amount, collected_amount
--   relates   client_id -> staging.clients.client_id
-- columns:
--   contract_amount    EUR before VAT, phases of signed quotes
--   earned_amount      all phases, whatever the quote; like all sums but deducted_amount without deposit phases
--   deducted_amount    what documents took back of the project's deposits
--   fae_amount         sum of the phases' own, never netted
--   spent_amount       all phases, whatever the quote
--   raf_amount         phases of signed quotes whose RAF is known; null where none is
--   is_raf_estimated   at least one of them comes from the budget
--   raf_unknown_count  phases of signed quotes left out of RAF, EAC and margin
--   eac_amount         the phases of raf_amount
--   margin_amount      the phases of raf_amount
--   collected_amount   EUR with VAT, allocated to the project's documents
with phases as (
    select
        project_id,
        billing_mode,
        is_signed,
        contract_amount,
        earned_amount,
        billed_amount,
        drafted_amount,
        deducted_amount,
        out_of_cap_amount,
        fae_amount,
        pca_amount,
        spent_amount,
        raf_amount,
        is_raf_estimated,
        eac_amount,
        margin_amount,
    from marts.phases
),

staged_projects as (
    select project_id, client_id, name, manager, status from staging.projects
),

clients as (
    select client_id, name from staging.clients
),

invoices as (
    select project_id, allocated_amount from marts.invoices where project_id is not null
),

collected as (
    select project_id, sum(allocated_amount) as collected_amount from invoices group by project_id
),

taken_back as (
    select project_id, sum(deducted_amount) as deducted_amount from phases group by project_id
),

sums as (
    select
        project_id,
        count(*) as phase_count,
        sum(contract_amount) filter (where is_signed) as contract_amount,
        sum(earned_amount) as earned_amount,
        sum(billed_amount) as billed_amount,
        sum(drafted_amount) as drafted_amount,
        sum(out_of_cap_amount) as out_of_cap_amount,
        sum(fae_amount) as fae_amount,
        sum(pca_amount) as pca_amount,
        sum(spent_amount) as spent_amount,
        sum(raf_amount) filter (where is_signed) as raf_amount,
        bool_or(is_raf_estimated) filter (where is_signed) as is_raf_estimated,
        count(*) filter (where is_signed and raf_amount is null) as raf_unknown_count,
        sum(eac_amount) filter (where is_signed) as eac_amount,
        sum(margin_amount) filter (where is_signed) as margin_amount,
    from phases
    where billing_mode <> 'deposit'
    group by project_id
),

projects as (
    select
        staged_projects.project_id,
        staged_projects.name as project_name,
        staged_projects.client_id,
        clients.name as client_name,
        staged_projects.manager,
        staged_projects.status,
        coalesce(sums.phase_count, 0) as phase_count,
        coalesce(sums.contract_amount, 0)::decimal(18, 2) as contract_amount,
        coalesce(sums.earned_amount, 0)::decimal(18, 2) as earned_amount,
        coalesce(sums.billed_amount, 0)::decimal(18, 2) as billed_amount,
        coalesce(sums.drafted_amount, 0)::decimal(18, 2) as drafted_amount,
        coalesce(taken_back.deducted_amount, 0)::decimal(18, 2) as deducted_amount,
        coalesce(sums.out_of_cap_amount, 0)::decimal(18, 2) as out_of_cap_amount,
        coalesce(sums.fae_amount, 0)::decimal(18, 2) as fae_amount,
        coalesce(sums.pca_amount, 0)::decimal(18, 2) as pca_amount,
        coalesce(sums.spent_amount, 0)::decimal(18, 2) as spent_amount,
        sums.raf_amount::decimal(18, 2) as raf_amount,
        coalesce(sums.is_raf_estimated, false) as is_raf_estimated,
        coalesce(sums.raf_unknown_count, 0) as raf_unknown_count,
        sums.eac_amount::decimal(18, 2) as eac_amount,
        sums.margin_amount::decimal(18, 2) as margin_amount,
        coalesce(collected.collected_amount, 0)::decimal(18, 2) as collected_amount,
    from staged_projects
    inner join clients on clients.client_id = staged_projects.client_id
    left join sums on sums.project_id = staged_projects.project_id
    left join taken_back on taken_back.project_id = staged_projects.project_id
    left join collected on collected.project_id = staged_projects.project_id
)

select * from projects
