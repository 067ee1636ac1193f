-- One row per draft that exists today, released ones included.
--
-- grain:    draft_id
-- checks:
--   unique    draft_id
--   not_null  draft_id, project_id, quote_id, client_id, state, net_amount, vat_amount, gross_amount, created_at
--   relates   draft_id -> core.drafts.draft_id
--   accepted  state: open, submitted, approved, returned, discarded, issued
--   accepted  document_kind: invoice, deposit
--   true      gross_amount = net_amount + vat_amount
-- columns:
--   state             the latest; all but discarded and issued hold their phases
--   document_kind     a deposit is a document of its own
--   net_amount        EUR before VAT, deductions taken off
--   retention_amount  EUR with VAT, what the client may keep
--   created_at        UTC
--   discarded_date    null unless discarded
with core_drafts as (
    select
        draft_id,
        document_kind,
        project_id,
        quote_id,
        client_id,
        state,
        is_open,
        state_date,
        stated_at,
        stated_by,
        state_reason,
        net_amount,
        vat_amount,
        gross_amount,
        retention_amount,
        drafted_date,
        created_at,
        created_by,
    from core.drafts
),

lines as (
    select draft_id, line_number from ledger.draft_lines
),

projects as (
    select project_id, name, manager from staging.projects
),

clients as (
    select client_id, name from staging.clients
),

counted as (
    select draft_id, count(*) as line_count from lines group by draft_id
),

drafts as (
    select
        core_drafts.draft_id,
        core_drafts.project_id,
        core_drafts.quote_id,
        core_drafts.client_id,
        core_drafts.state,
        core_drafts.net_amount,
        core_drafts.vat_amount,
        core_drafts.gross_amount,
        core_drafts.created_at,
        core_drafts.created_by,
        core_drafts.document_kind,
        core_drafts.retention_amount,
        core_drafts.is_open,
        core_drafts.drafted_date,
        projects.name as project_name,
        projects.manager,
        clients.name as client_name,
        coalesce(counted.line_count, 0) as line_count,
        core_drafts.state_date,
        core_drafts.stated_at,
        core_drafts.stated_by,
        core_drafts.state_reason,
        if(core_drafts.state = 'discarded', core_drafts.state_date, null) as discarded_date,
        if(core_drafts.state = 'discarded', core_drafts.stated_at, null) as discarded_at,
        if(core_drafts.state = 'discarded', core_drafts.stated_by, null) as discarded_by,
    from core_drafts
    left join projects on projects.project_id = core_drafts.project_id
    left join clients on clients.client_id = core_drafts.client_id
    left join counted on counted.draft_id = core_drafts.draft_id
)

select * from drafts
