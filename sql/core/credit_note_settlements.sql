-- One row per refund of a credit note, and what it settles of what the invoice did not absorb.
--
-- grain:    invoice_number, event_number
-- checks:
--   unique    invoice_number, event_number
--   not_null  invoice_number, event_number, settled_amount
--   true      abs(settled_amount) <= abs(offered_amount)
-- columns:
--   invoice_number  of the credit note
--   offered_amount  EUR with VAT, as paid: a refund is negative
--   settled_amount  what it settles of the credit note, negative too; positive where money given back returns
--
-- What its invoice absorbs comes first; the rest is walked payment by payment, as in core.invoice_settlements.
with recursive documents as (
    select invoice_number, gross_amount from core.documents
    where document_kind = 'credit_note'
),

absorbed as (
    select source_id, main_amount + retention_amount as settled_amount from core.invoice_settlements
    where source_kind = 'credit_note'
),

offers as (
    select invoice_number, event_number, event_date, source_kind, source_id, offered_amount from core.settlement_offers
),

walk as (
    select
        documents.invoice_number,
        0::bigint as event_number,
        0::decimal(18, 2) as settled_amount,
        0::decimal(18, 2) as refunded_amount,
        (documents.gross_amount + coalesce(absorbed.settled_amount, 0))::decimal(18, 2) as left_amount,
    from documents
    left join absorbed on absorbed.source_id = documents.invoice_number
    union all
    select
        invoice_number,
        event_number,
        settled_amount,
        (refunded_amount + settled_amount)::decimal(18, 2) as refunded_amount,
        (left_amount - settled_amount)::decimal(18, 2) as left_amount,
    from (
        select
            walk.invoice_number,
            offers.event_number,
            walk.refunded_amount,
            walk.left_amount,
            least(greatest(offers.offered_amount, walk.left_amount), -walk.refunded_amount)::decimal(18, 2)
                as settled_amount,
        from walk
        inner join offers
            on offers.invoice_number = walk.invoice_number and offers.event_number = walk.event_number + 1
    ) as step
),

credit_note_settlements as (
    select
        walk.invoice_number,
        walk.event_number,
        offers.event_date,
        offers.source_kind,
        offers.source_id,
        offers.offered_amount,
        walk.settled_amount,
    from walk
    inner join offers on offers.invoice_number = walk.invoice_number and offers.event_number = walk.event_number
)

select * from credit_note_settlements
