-- One row per decision or refusal, chained by hash.
--
-- grain:    seq
-- checks:
--   unique    seq
--   not_null  seq, at, actor, account, verb, subject, outcome, prev_hash, hash
--   accepted  outcome: done, refused
-- columns:
--   at         UTC
--   actor      whom the command acted for
--   account    who ran it
--   subject    what the command was about
--   before     canonical JSON
--   after      canonical JSON
--   rows_hash  of the rows written with it
--   prev_hash  of the row before
--   hash       of this row; the last one is the head of the chain
with ledger_journal as (
    select
        seq,
        "at",
        actor,
        account,
        verb,
        subject,
        outcome,
        "before",
        "after",
        reason,
        rows_hash,
        prev_hash,
        "hash",
    from ledger.journal
),

journal as (
    select
        seq,
        "at",
        actor,
        account,
        verb,
        subject,
        outcome,
        "before",
        "after",
        reason,
        rows_hash,
        prev_hash,
        "hash",
    from ledger_journal
)

select * from journal
