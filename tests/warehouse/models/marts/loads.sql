-- One row per load.
--
-- grain:    load_id
-- checks:
--   unique  load_id
with loads as (
    select load_id, file_name, accepted_count from ledger.loads
)

select * from loads
