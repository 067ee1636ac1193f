-- One row per source row that is not used: it could not be read, or it refers to nothing.
--
-- grain:    one rejected source row
-- checks:
--   not_null  load_id, file_name, row_number, template, code, reason, is_resent
-- columns:
--   row_number   as in a spreadsheet: the header is line 1
--   column_name  the column that decided; null where the whole row did
--   value        its text as read
--   code         English, stable; reference_unknown and phase_is_amendment come right by themselves
--   reason       French
--   is_resent    a later file of the same name and kind came since: what it holds now decides
with rejected as (
    select load_id, file_name, row_number, template, column_name, value, code, reason from raw.rejected_rows
),

orphans as (
    select load_id, file_name, row_number, template, column_name, value, code, reason from core.orphans
),

loads as (
    select load_id, file_name, template from ledger.loads where template is not null
),

latest_loads as (
    select file_name, template, max(load_id) as load_id from loads group by file_name, template
),

refused as (
    select load_id, file_name, row_number, template, column_name, value, code, reason, false as is_waiting from rejected
    union all
    select load_id, file_name, row_number, template, column_name, value, code, reason, true as is_waiting from orphans
),

rejected_rows as (
    select
        refused.load_id,
        refused.file_name,
        refused.row_number,
        refused.template,
        refused.column_name,
        refused.value,
        refused.code,
        refused.reason,
        not refused.is_waiting and coalesce(refused.load_id < latest_loads.load_id, false) as is_resent,
    from refused
    left join latest_loads
        on latest_loads.file_name = refused.file_name and latest_loads.template = refused.template
)

select * from rejected_rows
