-- The five tiles of the board: what is to bill, to send, sent, late, and paid in part.
--
-- grain:    tile
-- checks:
--   unique    tile
--   not_null  tile, amount, item_count
--   accepted  tile: to_bill, to_send, sent, overdue, partially_paid
-- columns:
--   tile         to_bill counts phases that can be invoiced now; the others count documents
--   amount       to_bill EUR before VAT; the others what is open, EUR with VAT
--   oldest_date  since which the oldest has waited: work validated, document issued, sent, or due
--   oldest_days  today less that date
--   both_count   documents that are late and paid in part, counted in both tiles; null elsewhere
--
-- Late and paid in part are counted whatever the status says first: a document can be both.
with billable as (
    select phase_id, billable_amount, waiting_since_date from marts.billable
    where is_billable
),

invoices as (
    select status, is_overdue, is_partially_paid, issue_date, sent_date, open_amount, overdue_days from marts.invoices
),

clock as (
    select today from core.clock
),

tiles as (
    select unnest(['to_bill', 'to_send', 'sent', 'overdue', 'partially_paid']) as tile
),

items as (
    select
        'to_bill' as tile,
        billable_amount as amount,
        waiting_since_date as since_date,
        false as is_both,
    from billable
    union all
    select
        'to_send' as tile,
        open_amount as amount,
        issue_date as since_date,
        false as is_both,
    from invoices
    where status = 'to_send'
    union all
    select
        'sent' as tile,
        open_amount as amount,
        sent_date as since_date,
        false as is_both,
    from invoices
    where status = 'sent'
    union all
    select
        'overdue' as tile,
        invoices.open_amount as amount,
        clock.today - invoices.overdue_days::integer as since_date,
        invoices.is_partially_paid as is_both,
    from invoices
    cross join clock
    where invoices.is_overdue
    union all
    select
        'partially_paid' as tile,
        open_amount as amount,
        issue_date as since_date,
        is_overdue as is_both,
    from invoices
    where is_partially_paid
),

board_tiles as (
    select
        tiles.tile,
        coalesce(sum(items.amount), 0)::decimal(18, 2) as amount,
        count(items.tile) as item_count,
        min(items.since_date) as oldest_date,
        date_diff('day', min(items.since_date), any_value(clock.today)) as oldest_days,
        if(tiles.tile in ('overdue', 'partially_paid'), count(*) filter (where items.is_both), null) as both_count,
    from tiles
    cross join clock
    left join items on items.tile = tiles.tile
    group by tiles.tile
)

select * from board_tiles
