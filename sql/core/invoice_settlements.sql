-- One row per payment or credit note that meets an invoice, and what it settles of it that day.
--
-- grain:    invoice_number, event_number
-- checks:
--   unique    invoice_number, event_number
--   not_null  invoice_number, event_number, main_amount, retention_amount
--   true      abs(main_amount + retention_amount) <= abs(offered_amount)
-- columns:
--   offered_amount    EUR with VAT, what the payment or credit note brings
--   main_amount       what it settles of the main instalment; negative where a refund takes back
--   retention_amount  what it settles of the retention
--
-- Each step is clamped by what the steps before it left, so they are walked one by one. A credit note takes what is
-- left, of the main instalment first; a payment too, but no retention before its day; a refund gives back what
-- payments had brought, the last first, and no more. A negative invoice is walked with the signs turned.
with recursive documents as (
    select
        invoice_number,
        gross_amount,
        if(gross_amount < 0, -1, 1) as sign,
    from core.documents
    where document_kind <> 'credit_note'
),

retentions as (
    select invoice_number, retention_amount, due_date from core.retentions
),

offers as (
    select invoice_number, event_number, event_date, source_kind, source_id, offered_amount from core.settlement_offers
),

steps as (
    select
        offers.invoice_number,
        offers.event_number,
        offers.source_kind = 'payment' as is_payment,
        greatest(documents.sign * offers.offered_amount, 0)::decimal(18, 2) as brought_amount,
        if(offers.source_kind = 'payment', least(documents.sign * offers.offered_amount, 0), 0)::decimal(18, 2)
            as returned_amount,
        offers.source_kind = 'credit_note' or coalesce(offers.event_date >= retentions.due_date, false)
            as takes_retention,
    from offers
    inner join documents on documents.invoice_number = offers.invoice_number
    left join retentions on retentions.invoice_number = offers.invoice_number
),

walk as (
    select
        documents.invoice_number,
        documents.sign,
        0::bigint as event_number,
        0::decimal(18, 2) as main_amount,
        0::decimal(18, 2) as retention_amount,
        0::decimal(18, 2) as main_paid_amount,
        0::decimal(18, 2) as retention_paid_amount,
        (documents.sign * (documents.gross_amount - coalesce(retentions.retention_amount, 0)))::decimal(18, 2)
            as main_left_amount,
        (documents.sign * coalesce(retentions.retention_amount, 0))::decimal(18, 2) as retention_left_amount,
    from documents
    left join retentions on retentions.invoice_number = documents.invoice_number
    union all
    select
        invoice_number,
        sign,
        event_number,
        main_amount,
        retention_amount,
        (main_paid_amount + if(is_payment, main_amount, 0))::decimal(18, 2) as main_paid_amount,
        (retention_paid_amount + if(is_payment, retention_amount, 0))::decimal(18, 2) as retention_paid_amount,
        (main_left_amount - main_amount)::decimal(18, 2) as main_left_amount,
        (retention_left_amount - retention_amount)::decimal(18, 2) as retention_left_amount,
    from (
        select
            walk.invoice_number,
            walk.sign,
            steps.event_number,
            steps.is_payment,
            walk.main_paid_amount,
            walk.retention_paid_amount,
            walk.main_left_amount,
            walk.retention_left_amount,
            (
                least(steps.brought_amount, walk.main_left_amount)
                + greatest(
                    steps.returned_amount - greatest(steps.returned_amount, -walk.retention_paid_amount),
                    -walk.main_paid_amount
                )
            )::decimal(18, 2) as main_amount,
            (
                if(
                    steps.takes_retention,
                    least(
                        steps.brought_amount - least(steps.brought_amount, walk.main_left_amount),
                        walk.retention_left_amount
                    ),
                    0
                )
                + greatest(steps.returned_amount, -walk.retention_paid_amount)
            )::decimal(18, 2) as retention_amount,
        from walk
        inner join steps
            on steps.invoice_number = walk.invoice_number and steps.event_number = walk.event_number + 1
    ) as step
),

invoice_settlements as (
    select
        walk.invoice_number,
        walk.event_number,
        offers.event_date,
        offers.source_kind,
        offers.source_id,
        offers.offered_amount,
        (walk.sign * walk.main_amount)::decimal(18, 2) as main_amount,
        (walk.sign * walk.retention_amount)::decimal(18, 2) as retention_amount,
    from walk
    inner join offers on offers.invoice_number = walk.invoice_number and offers.event_number = walk.event_number
)

select * from invoice_settlements
