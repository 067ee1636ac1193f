-- One row per client, with what its invoices still lack.
--
-- grain:    client_id
-- checks:
--   unique    client_id
--   not_null  client_id, client_name, is_complete
-- columns:
--   payment_terms_days  days from issue to due date, before end_of_month
--   is_public           a public buyer: a service code or a commitment number instead of a SIREN
--   is_complete         address, postcode, city, and a SIREN for a French client that is not public
--   row_number          as in a spreadsheet: the header is line 1
with staged_clients as (
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
    from staging.clients
),

clients as (
    select
        client_id,
        name as client_name,
        siren,
        siret,
        vat_number,
        email,
        address,
        postcode,
        city,
        country,
        payment_terms_days,
        end_of_month as is_end_of_month,
        is_public,
        service_code,
        language,
        address is not null
        and postcode is not null
        and city is not null
        and (siren is not null or upper(country) not in ('FR', 'FRANCE') or is_public) as is_complete,
        load_id,
        file_name,
        row_number,
    from staged_clients
)

select * from clients
