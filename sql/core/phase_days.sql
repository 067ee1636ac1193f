-- One row per phase and day on which it earned, was billed, or was worth something else: where it stood that evening.
--
-- grain:    phase_id, day_date
-- checks:
--   unique    phase_id, day_date
--   not_null  phase_id, day_date, earned_amount, produced_amount, out_of_cap_amount, billed_amount
--   relates   phase_id -> core.phases.phase_id
--   true      out_of_cap_amount >= 0
--   true      (waiting_since_date is not null) = (earned_amount > billed_amount)
-- columns:
--   earned_amount                      EUR before VAT, cumulative, by the phase's billing mode (domain 2)
--   produced_amount                    cumulative production behind FAE and PCA; nil for a deposit
--   out_of_cap_amount                  time over the cap, never dropped
--   billed_amount                      signed sum of the work and deposit lines issued up to that day
--   waiting_since_date                 since when earned exceeds billed without interruption; null if nothing waits
--   waiting_since_before_billing_date  the same with that day's earnings and without that day's lines
--
-- Between two rows nothing changes: the last row up to a day tells that day.
with phases as (
    select phase_id, billing_mode, original_amount, original_cap_amount, signed_date from core.phases
),

progress as (
    select phase_id, validated_date, progress_ratio, kept_amount from core.progress
),

contract_steps as (
    select phase_id, from_date, amended_amount from core.contract_steps
),

time_days as (
    select phase_id, day_date, value_amount from core.time_days
),

document_lines as (
    select phase_id, line_kind, net_amount, issue_date from core.document_lines
),

events as (
    select
        phase_id,
        validated_date as day_date,
        kept_amount,
        progress_ratio = 1 as is_complete,
        null::decimal(18, 2) as amended_amount,
        0::decimal(38, 12) as value_amount,
        0::decimal(18, 2) as line_amount,
    from progress
    union all by name
    select phase_id, from_date as day_date, amended_amount from contract_steps
    union all by name
    select phase_id, signed_date as day_date from phases where billing_mode = 'deposit' and signed_date is not null
    union all by name
    select phase_id, day_date, value_amount from time_days
    union all by name
    select phase_id, issue_date as day_date, sum(net_amount) as line_amount
    from document_lines
    where phase_id is not null and line_kind in ('work', 'deposit')
    group by phase_id, issue_date
),

days as (
    select
        phase_id,
        day_date,
        max(kept_amount) as kept_amount,
        bool_or(is_complete) as is_complete,
        max(amended_amount) as amended_amount,
        coalesce(sum(value_amount), 0) as value_amount,
        coalesce(sum(line_amount), 0) as line_amount,
    from events
    group by phase_id, day_date
),

-- What was last said stays in force; what was added adds up.
standing as (
    select
        phase_id,
        day_date,
        line_amount,
        coalesce(last_value(kept_amount ignore nulls) over to_date, 0) as kept_amount,
        coalesce(last_value(is_complete ignore nulls) over to_date, false) as is_complete,
        coalesce(last_value(amended_amount ignore nulls) over to_date, 0) as amended_amount,
        round(sum(value_amount) over to_date, 2) as value_amount,
        sum(line_amount) over to_date as billed_amount,
        first_value(day_date) over to_date as first_date,
        lead(day_date) over by_day as next_date,
    from days
    window
        by_day as (partition by phase_id order by day_date),
        to_date as (
            partition by phase_id
            order by day_date
            rows between unbounded preceding and current row
        )
),

worth as (
    select
        standing.phase_id,
        standing.day_date,
        standing.first_date,
        standing.next_date,
        standing.line_amount,
        standing.billed_amount,
        standing.kept_amount,
        standing.is_complete,
        standing.value_amount,
        phases.billing_mode,
        phases.signed_date,
        phases.original_amount + standing.amended_amount as contract_amount,
        phases.original_cap_amount + standing.amended_amount as cap_amount,
    from standing
    inner join phases on phases.phase_id = standing.phase_id
),

-- A kept amount stays between nothing and the contract of the day, which may be negative.
clamped as (
    select
        phase_id,
        day_date,
        first_date,
        next_date,
        line_amount,
        billed_amount,
        is_complete,
        billing_mode,
        signed_date,
        contract_amount,
        least(greatest(kept_amount, least(contract_amount, 0)), greatest(contract_amount, 0)) as stated_amount,
        if(cap_amount is null, value_amount, least(value_amount, cap_amount)) as time_amount,
        if(cap_amount is null, 0, greatest(value_amount - cap_amount, 0)) as over_amount,
    from worth
),

earned as (
    select
        phase_id,
        day_date,
        first_date,
        next_date,
        line_amount,
        billed_amount,
        case billing_mode
            when 'progress' then stated_amount
            when 'time' then time_amount
            when 'deposit' then if(day_date >= signed_date, contract_amount, 0)
            else if(is_complete, stated_amount, 0)
        end as earned_amount,
        case billing_mode
            when 'time' then time_amount
            when 'deposit' then 0
            else stated_amount
        end as produced_amount,
        if(billing_mode = 'time', over_amount, 0) as out_of_cap_amount,
    from clamped
),

compared as (
    select
        phase_id,
        day_date,
        first_date,
        next_date,
        earned_amount,
        produced_amount,
        out_of_cap_amount,
        billed_amount,
        earned_amount > billed_amount as is_waiting,
        earned_amount > billed_amount - line_amount as is_waiting_before_billing,
    from earned
),

-- A wait runs since the day after the last evening on which nothing waited.
waiting as (
    select
        phase_id,
        day_date,
        earned_amount,
        produced_amount,
        out_of_cap_amount,
        billed_amount,
        is_waiting,
        is_waiting_before_billing,
        coalesce(last_value(if(is_waiting, null, next_date) ignore nulls) over earlier, first_date) as run_date,
    from compared
    window
        earlier as (
            partition by phase_id
            order by day_date
            rows between unbounded preceding and 1 preceding
        )
),

phase_days as (
    select
        phase_id,
        day_date,
        earned_amount::decimal(18, 2) as earned_amount,
        produced_amount::decimal(18, 2) as produced_amount,
        out_of_cap_amount::decimal(18, 2) as out_of_cap_amount,
        billed_amount::decimal(18, 2) as billed_amount,
        if(is_waiting, run_date, null) as waiting_since_date,
        if(is_waiting_before_billing, run_date, null) as waiting_since_before_billing_date,
    from waiting
)

select * from phase_days
