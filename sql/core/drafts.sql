-- One row per draft that exists today, with the state it is in.
--
-- grain:    draft_id
-- checks:
--   unique    draft_id
--   not_null  draft_id, document_kind, project_id, quote_id, client_id, state, is_open, drafted_date
--   accepted  document_kind: invoice, deposit
--   accepted  state: open, submitted, approved, returned, discarded, issued
-- columns:
--   state         the latest stated today
--   is_open       it still holds its phases: neither discarded nor issued
--   drafted_date  the day it began to hold them
with ledger_drafts as (
    select
        draft_id,
        document_kind,
        project_id,
        quote_id,
        client_id,
        net_amount,
        vat_amount,
        gross_amount,
        retention_amount,
        drafted_on,
        created_at,
        created_by,
    from ledger.drafts
),

draft_states as (
    select state_id, seq, draft_id, state, stated_on, "at", actor, reason from ledger.draft_states
),

clock as (
    select today from core.clock
),

latest_states as (
    select
        draft_states.draft_id,
        draft_states.state,
        draft_states.stated_on,
        draft_states."at",
        draft_states.actor,
        draft_states.reason,
    from draft_states
    inner join clock on draft_states.stated_on <= clock.today
    qualify
        row_number() over (
            partition by draft_states.draft_id
            order by draft_states.seq desc, draft_states.state_id desc
        ) = 1
),

drafts as (
    select
        ledger_drafts.draft_id,
        ledger_drafts.document_kind,
        ledger_drafts.project_id,
        ledger_drafts.quote_id,
        ledger_drafts.client_id,
        coalesce(latest_states.state, 'open') as state,
        coalesce(latest_states.state, 'open') not in ('discarded', 'issued') as is_open,
        latest_states.stated_on as state_date,
        latest_states."at" as stated_at,
        latest_states.actor as stated_by,
        latest_states.reason as state_reason,
        ledger_drafts.net_amount,
        ledger_drafts.vat_amount,
        ledger_drafts.gross_amount,
        ledger_drafts.retention_amount,
        ledger_drafts.drafted_on as drafted_date,
        ledger_drafts.created_at,
        ledger_drafts.created_by,
    from ledger_drafts
    inner join clock on ledger_drafts.drafted_on <= clock.today
    left join latest_states on latest_states.draft_id = ledger_drafts.draft_id
)

select * from drafts
