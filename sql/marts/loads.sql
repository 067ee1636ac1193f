-- One row per file and template ever loaded, with its counts.
--
-- grain:    load_id
-- checks:
--   unique    load_id
--   not_null  load_id, recorded_at, file_name, file_hash, read_count, accepted_count, rejected_count, unchanged_count
--   warn true  read_count = accepted_count + rejected_count + unchanged_count
-- columns:
--   recorded_at     UTC
--   batch_id        the files of one command share it
--   source          the layout it was read by
--   template        null for a lookup table of a mapping
--   file_hash       SHA-256 of the landed bytes
--   rejected_count  at the time of the load; marts.rejected_rows says what is rejected now
with ledger_loads as (
    select
        load_id,
        seq,
        recorded_at,
        batch_id,
        source,
        template,
        file_name,
        file_hash,
        byte_count,
        mapping_hash,
        read_count,
        accepted_count,
        rejected_count,
        unchanged_count,
    from ledger.loads
),

loads as (
    select
        load_id,
        seq,
        recorded_at,
        batch_id,
        source,
        template,
        file_name,
        file_hash,
        byte_count,
        mapping_hash,
        read_count,
        accepted_count,
        rejected_count,
        unchanged_count,
    from ledger_loads
)

select * from loads
