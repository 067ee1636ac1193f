-- One row per phase whose progress should be asked for. Empty: jalon does not ask for progress yet.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
-- columns:
--   reason                      planned_date_passed, hours_since_validation or silent
--   hours_since_validation      worked since the last statement
--   last_validated_date         null where nobody stated anything yet
with validations_due as (
    select
        null::varchar as phase_id,
        null::varchar as project_id,
        null::varchar as client_id,
        null::varchar as manager,
        null::varchar as phase_label,
        null::varchar as reason,
        null::date as planned_date,
        null::date as last_validated_date,
        null::decimal(18, 6) as hours_since_validation,
    where false
)

select * from validations_due
