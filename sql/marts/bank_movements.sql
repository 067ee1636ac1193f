-- One row per booked movement of a bank file. Empty: jalon does not read bank files yet.
--
-- grain:    movement_id
-- checks:
--   unique    movement_id
-- columns:
--   amount      signed, money that comes in is positive
--   row_number  as in the file
with bank_movements as (
    select
        null::varchar as movement_id,
        null::varchar as account_id,
        null::date as booked_date,
        null::date as value_date,
        null::decimal(18, 2) as amount,
        null::varchar as currency,
        null::varchar as label,
        null::varchar as counterparty,
        null::varchar as reference,
        null::bigint as load_id,
        null::varchar as file_name,
        null::bigint as row_number,
    where false
)

select * from bank_movements
