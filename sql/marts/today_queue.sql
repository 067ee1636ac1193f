-- What there is to do today, the costliest first.
--
-- grain:    action
-- checks:
--   unique    action
--   unique    position
--   not_null  position, action, item_count, is_gross
--   true      item_count > 0
--   accepted  action: draft_ready, review_drafts, unblock, regularise, send_invoices, chase_overdue, fix_rejected
-- columns:
--   position     1 is the costliest
--   action       draft_ready: phases that can be invoiced; review_drafts: open drafts; unblock: phases that something
--     holds back; regularise: phases billed beyond what they earned; send_invoices: issued and not sent; chase_overdue:
--     late documents; fix_rejected: source rows that were refused
--   amount       EUR, null where the items have none; negative to regularise
--   is_gross     the amount is with VAT
--   oldest_days  that the oldest item has waited; null where that is not known
with billable as (
    select billable_amount, waiting_since_date, is_billable from marts.billable
),

drafts as (
    select net_amount, created_at from marts.drafts
    where state not in ('discarded', 'issued')
),

tiles as (
    select tile, amount, item_count, oldest_days from marts.board_tiles
),

rejected_rows as (
    select load_id, file_name, row_number from marts.rejected_rows where not is_resent
),

clock as (
    select today from core.clock
),

waiting as (
    select
        if(billable_amount < 0, 'regularise', 'unblock') as action,
        count(*) as item_count,
        sum(billable_amount) as amount,
        min(waiting_since_date) as oldest_date,
    from billable
    where not is_billable and billable_amount <> 0
    group by if(billable_amount < 0, 'regularise', 'unblock')
    union all
    select
        'review_drafts' as action,
        count(*) as item_count,
        sum(net_amount) as amount,
        min(created_at)::date as oldest_date,
    from drafts
),

work as (
    select
        case tile when 'to_bill' then 'draft_ready' when 'to_send' then 'send_invoices' else 'chase_overdue' end
            as action,
        item_count,
        amount,
        tile <> 'to_bill' as is_gross,
        oldest_days,
    from tiles
    where tile in ('to_bill', 'to_send', 'overdue')
    union all
    select
        waiting.action,
        waiting.item_count,
        waiting.amount,
        false as is_gross,
        date_diff('day', waiting.oldest_date, clock.today) as oldest_days,
    from waiting
    cross join clock
    union all
    select
        'fix_rejected' as action,
        count(distinct (load_id, file_name, row_number)) as item_count,
        null as amount,
        false as is_gross,
        null as oldest_days,
    from rejected_rows
),

today_queue as (
    select
        row_number() over (order by abs(amount) desc nulls last, action) as position,
        action,
        item_count,
        amount::decimal(18, 2) as amount,
        is_gross,
        oldest_days,
    from work
    where item_count > 0
)

select * from today_queue
