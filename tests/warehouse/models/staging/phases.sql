-- One row per phase of the sources.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   not_null  phase_id, amount
with phases as (
    select phase_id, amount, load_id, file_name, row_number from raw.phases
)

select * from phases
