-- One row per quote whose project, and whose amended quote if any, are known.
--
-- grain:    quote_id
-- checks:
--   unique    quote_id
--   not_null  quote_id, project_id, deposit_policy
--   relates   project_id -> staging.projects.project_id
--   relates   amends_quote_id -> staging.quotes.quote_id
--   accepted  status: draft, sent, signed, lost
--   accepted  deposit_policy: pro_rata, first_out, public_advance
-- columns:
--   amends_quote_id    the quote that this one amends; null for a first quote
--   signed_on          counts with status signed only
--   deposit_policy     how deposits are taken back (domain F6, F7)
--   commitment_number  what a public buyer wants on the invoice
--   reception_on       the works were accepted: retention falls due a year later
--   load_id            the load that brought the row
--   row_number         as in a spreadsheet: the header is line 1
--
-- An amendment stands only on a quote that stands; quotes that amend each other in a circle stand on nothing.
with recursive raw_quotes as (
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
        load_id,
        file_name,
        row_number,
    from raw.quotes
),

projects as (
    select project_id from staging.projects
),

placed as (
    select raw_quotes.quote_id, raw_quotes.amends_quote_id
    from raw_quotes
    inner join projects on projects.project_id = raw_quotes.project_id
),

standing as (
    select placed.quote_id
    from placed
    where placed.amends_quote_id is null
    union all
    select placed.quote_id
    from placed
    inner join standing on standing.quote_id = placed.amends_quote_id
),

quotes as (
    select
        raw_quotes.quote_id,
        raw_quotes.project_id,
        raw_quotes.amends_quote_id,
        raw_quotes.signed_on,
        raw_quotes.status,
        raw_quotes.deposit_policy,
        raw_quotes.market_number,
        raw_quotes.commitment_number,
        raw_quotes.reception_on,
        raw_quotes.load_id,
        raw_quotes.file_name,
        raw_quotes.row_number,
    from raw_quotes
    inner join standing on standing.quote_id = raw_quotes.quote_id
)

select * from quotes
