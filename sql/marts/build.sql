-- One row: the build that this warehouse comes from.
--
-- grain:    one row
-- checks:
--   not_null  build_id, built_at, today
-- columns:
--   built_at         UTC
--   today            the day that was asked for: facts dated later are not in here
--   ledger_seq       the last journal row that counts
--   is_as_of         asked for a day other than the present one
--   sql_fingerprint  of the models
with core_build as (
    select
        build_id,
        built_at,
        today,
        ledger_seq,
        is_as_of,
        sql_fingerprint,
        settings_fingerprint,
        jalon_version,
        duckdb_version,
    from core.build
),

build as (
    select
        build_id,
        built_at,
        today,
        ledger_seq,
        is_as_of,
        sql_fingerprint,
        settings_fingerprint,
        jalon_version,
        duckdb_version,
    from core_build
)

select * from build
