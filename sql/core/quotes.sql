-- One row per quote, with whether it is signed today.
--
-- grain:    quote_id
-- checks:
--   unique    quote_id
--   not_null  quote_id, project_id, client_id, is_signed, is_lost
--   relates   project_id -> staging.projects.project_id
--   true      is_signed = (signed_date is not null)
-- columns:
--   is_signed    status signed, by a date that has come; signed without a date is not signed
--   signed_date  null where it is not signed today
--
-- The status has no date of its own: as of a past day it keeps its present value.
with staged_quotes as (
    select
        quote_id,
        project_id,
        amends_quote_id,
        signed_on,
        status,
        deposit_policy,
        market_number,
        commitment_number,
        reception_on,
    from staging.quotes
),

projects as (
    select project_id, client_id from staging.projects
),

clock as (
    select today from core.clock
),

quotes as (
    select
        staged_quotes.quote_id,
        staged_quotes.project_id,
        projects.client_id,
        staged_quotes.amends_quote_id,
        staged_quotes.status,
        coalesce(staged_quotes.status = 'signed' and staged_quotes.signed_on <= clock.today, false) as is_signed,
        coalesce(staged_quotes.status = 'lost', false) as is_lost,
        case
            when staged_quotes.status = 'signed' and staged_quotes.signed_on <= clock.today then staged_quotes.signed_on
        end as signed_date,
        staged_quotes.deposit_policy,
        staged_quotes.market_number,
        staged_quotes.commitment_number,
        case when staged_quotes.reception_on <= clock.today then staged_quotes.reception_on end as reception_date,
    from staged_quotes
    inner join projects on projects.project_id = staged_quotes.project_id
    cross join clock
)

select * from quotes
