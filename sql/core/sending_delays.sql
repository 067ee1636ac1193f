-- One row per document that was sent and phase that it bills: how long the work waited (domain F16).
--
-- grain:    invoice_number, phase_id
-- checks:
--   unique    invoice_number, phase_id
--   not_null  invoice_number, phase_id, sent_date, waiting_since_date, billed_amount, delay_days
--   relates   invoice_number -> core.documents.invoice_number
--   true      billed_amount > 0
-- columns:
--   waiting_since_date  of the phase on the issue day, before that day's lines
--   billed_amount       EUR before VAT, the document's work and deposit lines of the phase; the weight
--   delay_days          from waiting to sending, in calendar days
--
-- Credit notes, assumed sendings and phases of which nothing waited are left out.
with documents as (
    select invoice_number, issue_date, sent_date from core.documents
    where document_kind <> 'credit_note' and not is_sent_date_assumed and sent_date is not null
),

lines as (
    select invoice_number, phase_id, net_amount from core.document_lines
    where line_kind in ('work', 'deposit') and phase_id is not null
),

phase_days as (
    select phase_id, day_date, waiting_since_date, waiting_since_before_billing_date from core.phase_days
),

billed as (
    select
        documents.invoice_number,
        lines.phase_id,
        documents.issue_date,
        documents.sent_date,
        sum(lines.net_amount) as billed_amount,
    from documents
    inner join lines on lines.invoice_number = documents.invoice_number
    group by documents.invoice_number, lines.phase_id, documents.issue_date, documents.sent_date
    having sum(lines.net_amount) > 0
),

waited as (
    select
        billed.invoice_number,
        billed.phase_id,
        billed.sent_date,
        billed.billed_amount,
        if(
            phase_days.day_date = billed.issue_date,
            phase_days.waiting_since_before_billing_date,
            phase_days.waiting_since_date
        ) as waiting_since_date,
    from billed
    asof inner join phase_days
        on phase_days.phase_id = billed.phase_id and phase_days.day_date <= billed.issue_date
),

sending_delays as (
    select
        invoice_number,
        phase_id,
        sent_date,
        waiting_since_date,
        billed_amount::decimal(18, 2) as billed_amount,
        date_diff('day', waiting_since_date, sent_date) as delay_days,
    from waited
    where waiting_since_date is not null
)

select * from sending_delays
