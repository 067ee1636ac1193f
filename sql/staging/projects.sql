-- One row per project whose client is known.
--
-- grain:    project_id
-- checks:
--   unique    project_id
--   not_null  project_id, client_id, name, status
--   relates   client_id -> staging.clients.client_id
--   accepted  status: open, closed
-- columns:
--   manager     the project manager, by the name that rights compare
--   load_id     the load that brought the row
--   row_number  as in a spreadsheet: the header is line 1
with raw_projects as (
    select project_id, client_id, name, manager, status, load_id, file_name, row_number from raw.projects
),

clients as (
    select client_id from staging.clients
),

projects as (
    select
        raw_projects.project_id,
        raw_projects.client_id,
        raw_projects.name,
        raw_projects.manager,
        raw_projects.status,
        raw_projects.load_id,
        raw_projects.file_name,
        raw_projects.row_number,
    from raw_projects
    inner join clients on clients.client_id = raw_projects.client_id
)

select * from projects
