-- One row per phase whose progress someone can state: billed by a statement, on an open project, on a quote that went out.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   not_null  phase_id, project_id, phase_label, billing_mode, contract_amount, earned_amount, billed_amount
--   relates   phase_id -> core.phases.phase_id
--   accepted  billing_mode: milestone, progress, expense
-- columns:
--   contract_amount  EUR before VAT, with the amendments signed today
--   progress_ratio   0 to 1, of today's contract; 0 without a statement
--   validated_date   of the statement in force
--   billed_amount    cumulative on issued documents
--   drafted_amount   held by open drafts
--   is_signed        of the quote: what an unsigned one earns waits
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
        planned_date,
        quote_status,
        is_signed,
    from core.phases
    where billing_mode in ('milestone', 'progress', 'expense')
),

phase_balances as (
    select phase_id, progress_ratio, stated_ratio, validated_date, earned_amount, billed_amount, drafted_amount
    from core.phase_balances
),

projects as (
    select project_id, name, manager, status from staging.projects
),

clients as (
    select client_id, name from staging.clients
),

progress as (
    select
        phases.phase_id,
        phases.project_id,
        projects.name as project_name,
        phases.client_id,
        clients.name as client_name,
        projects.manager,
        phases.quote_id,
        phases.mission_element,
        phases.phase_label,
        phases.position,
        phases.billing_mode,
        phases.contract_amount,
        phase_balances.progress_ratio,
        phase_balances.stated_ratio,
        phase_balances.validated_date,
        phase_balances.earned_amount,
        phase_balances.billed_amount,
        phase_balances.drafted_amount,
        phases.is_signed,
        phases.planned_date,
    from phases
    inner join phase_balances on phase_balances.phase_id = phases.phase_id
    inner join projects on projects.project_id = phases.project_id
    inner join clients on clients.client_id = phases.client_id
    where projects.status = 'open' and coalesce(phases.quote_status, 'sent') in ('sent', 'signed')
)

select * from progress
