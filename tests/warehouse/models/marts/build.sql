-- Which build this is.
--
-- grain:    build_id
-- checks:
--   not_null  today
with build as (
    select today, ledger_seq from core.build
)

select * from build
