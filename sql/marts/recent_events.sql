-- What happened since yesterday: what people decided, what came in, what was paid.
--
-- grain:    one journal row, or one day of payments
-- checks:
--   not_null  verb, item_count
--   true      item_count > 0
-- columns:
--   at          UTC; a payment has a day only
--   actor       who decided; null for payments
--   verb        the command, or payment: all payments of a day together
--   subject     what the command was about
--   item_count  drafts, validations, source rows or payments in it
--   amount      EUR before VAT of the drafts, with VAT of the payments; null for what has none
with journal as (
    select seq, "at", actor, verb, subject from ledger.journal
    where outcome = 'done'
),

drafts as (
    select draft_id, seq, net_amount from ledger.drafts
),

draft_states as (
    select draft_id, seq, state from ledger.draft_states
    where state <> 'open'
),

validations as (
    select seq from ledger.validations
),

loads as (
    select seq, accepted_count from ledger.loads
),

payments as (
    select paid_on, amount from staging.payments
),

clock as (
    select today from core.clock
),

written as (
    select
        seq,
        1 as item_count,
        net_amount as amount,
    from drafts
    union all
    select
        draft_states.seq,
        1 as item_count,
        drafts.net_amount as amount,
    from draft_states
    inner join drafts on drafts.draft_id = draft_states.draft_id
    union all
    select
        seq,
        1 as item_count,
        null as amount,
    from validations
    union all
    select
        seq,
        accepted_count as item_count,
        null as amount,
    from loads
),

counted as (
    select
        seq,
        sum(item_count)::bigint as item_count,
        sum(amount) as amount,
    from written
    group by seq
),

recent_events as (
    select
        journal.at,
        journal.actor,
        journal.verb,
        journal.subject,
        coalesce(nullif(counted.item_count, 0), 1) as item_count,
        counted.amount::decimal(18, 2) as amount,
    from journal
    cross join clock
    left join counted on counted.seq = journal.seq
    where journal.at >= clock.today - 1 and journal.at < clock.today + 1
    union all
    select
        payments.paid_on::timestamp as at,
        null as actor,
        'payment' as verb,
        null as subject,
        count(*) as item_count,
        sum(payments.amount)::decimal(18, 2) as amount,
    from payments
    cross join clock
    where payments.paid_on between clock.today - 1 and clock.today
    group by payments.paid_on
)

select * from recent_events
