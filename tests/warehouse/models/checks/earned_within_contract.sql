-- No phase earns more than its contract.
with billable as (
    select phase_id, contract_amount, earned_amount from marts.billable
),

earned_within_contract as (
    select phase_id, contract_amount, earned_amount from billable where abs(earned_amount) > abs(contract_amount)
)

select * from earned_within_contract
