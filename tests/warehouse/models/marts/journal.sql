-- One row per command.
--
-- grain:         seq
-- materialized:  view
-- checks:
--   unique  seq
with journal as (
    select seq, verb, subject, outcome from ledger.journal
)

select * from journal
