-- One row per client, as the latest source row says.
--
-- grain:    client_id
-- checks:
--   unique    client_id
--   not_null  client_id, name, payment_terms_days, end_of_month, is_public
-- columns:
--   payment_terms_days  days from issue to due date, before end_of_month
--   end_of_month        the due date moves to the end of its month
--   is_public           a public buyer: asks for a service code or a commitment number instead of a SIREN
--   service_code        where a public buyer wants its invoices
--   load_id             the load that brought the row
--   row_number          as in a spreadsheet: the header is line 1
with clients as (
    select
        client_id,
        name,
        siren,
        siret,
        vat_number,
        email,
        address,
        postcode,
        city,
        country,
        payment_terms_days,
        end_of_month,
        is_public,
        service_code,
        language,
        load_id,
        file_name,
        row_number,
    from raw.clients
)

select * from clients
