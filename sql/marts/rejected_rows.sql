-- One row per source row that is not used: it could not be read, or it refers to nothing.
--
-- grain:    one rejected source row
-- checks:
--   not_null  load_id, file_name, row_number, template, code, reason
-- columns:
--   row_number   as in a spreadsheet: the header is line 1
--   column_name  the column that decided; null where the whole row did
--   value        its text as read
--   code         English, stable; reference_unknown and phase_is_amendment come right by themselves
--   reason       French
with rejected as (
    select load_id, file_name, row_number, template, column_name, value, code, reason from raw.rejected_rows
),

orphans as (
    select load_id, file_name, row_number, template, column_name, value, code, reason from core.orphans
),

rejected_rows as (
    select load_id, file_name, row_number, template, column_name, value, code, reason from rejected
    union all
    select load_id, file_name, row_number, template, column_name, value, code, reason from orphans
)

select * from rejected_rows
