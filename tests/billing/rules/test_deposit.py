"""Taking a deposit back: the worked figures of domain F6 and F7."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules import vat
from billing.rules.deposit import POLICIES, Execution, bearable, first_out, pro_rata, public_advance
from firm.money import ZERO

D = Decimal
AMOUNTS = st.decimals(min_value=0, max_value=D("100000"), places=2)
RATES = st.sampled_from([D(0), D("0.055"), D("0.10"), D("0.20")])


def test_pro_rata_follows_the_work() -> None:
    """F6: 9 000 of deposit on 30 000, bases 12 000, 10 500, 7 500."""
    billed, deducted, taken = ZERO, ZERO, []
    for work in (D(12000), D(10500), D(7500)):
        billed += work
        execution = Execution(contract=D(30000), billed=billed, work=work)
        part = pro_rata(execution, deposit=D(9000), deducted=deducted)
        deducted += part
        taken.append(part)

    assert taken == [D(3600), D(3150), D(2250)]


@pytest.mark.parametrize(
    ("work", "deduction", "net", "gross"),
    [(12000, 3600, 8400, 10080), (10500, 3150, 7350, 8820), (7500, 2250, 5250, 6300)],
)
def test_the_deduction_bears_vat(work: int, deduction: int, net: int, gross: int) -> None:
    """F6: net and gross of the three invoices, the deduction being a negative line with VAT."""
    lines = [(D(work), D("0.20")), (D(-deduction), D("0.20"))]

    assert sum(amount for amount, _ in lines) == net
    assert net + vat.total(lines) == gross


def test_the_invoice_that_completes_the_contract_takes_the_rest() -> None:
    """Three thirds of 100.00 leave a cent: the last one takes it."""
    billed, deducted, taken = ZERO, ZERO, []
    for work in (D("333.33"), D("333.33"), D("333.34")):
        billed += work
        part = pro_rata(
            Execution(contract=D(1000), billed=billed, work=work), deposit=D(100), deducted=deducted
        )
        deducted += part
        taken.append(part)

    assert taken == [D("33.33"), D("33.34"), D("33.33")]


def test_first_out_takes_the_deposit_before_anything_else() -> None:
    """The whole deposit goes on the first invoices, up to their work."""
    execution = Execution(contract=D(30000), billed=D(5000), work=D(5000))
    assert first_out(execution, deposit=D(9000), deducted=ZERO) == 5000
    execution = Execution(contract=D(30000), billed=D(12000), work=D(7000))
    assert first_out(execution, deposit=D(9000), deducted=D(5000)) == 4000


@pytest.mark.parametrize(("executed", "recovered"), [("0.60", "0"), ("0.72", "11200.00"), ("0.85", "24000")])
def test_a_public_advance_comes_back_between_65_and_80_percent(executed: str, recovered: str) -> None:
    """F7: 24 000 of advance."""
    billed = D(100000) * D(executed)
    execution = Execution(contract=D(100000), billed=billed, work=billed)
    assert public_advance(execution, deposit=D(24000), deducted=ZERO) == D(recovered)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_contract_of_nothing_takes_the_rest(policy: str) -> None:
    """Nothing left to spread the deposit over: it comes back at once, up to the work."""
    execution = Execution(contract=ZERO, billed=D(50), work=D(50))
    assert POLICIES[policy](execution, deposit=D(80), deducted=ZERO) == 50


@given(
    policy=st.sampled_from(sorted(POLICIES)),
    deposit=AMOUNTS,
    contract=AMOUNTS,
    works=st.lists(AMOUNTS, max_size=6),
)
def test_no_policy_takes_back_more_than_was_paid(
    policy: str, deposit: Decimal, contract: Decimal, works: list[Decimal]
) -> None:
    """Each deduction is between nothing and the work; together they stay within the deposit."""
    billed = deducted = ZERO
    for work in works:
        billed += work
        execution = Execution(contract=contract, billed=billed, work=work)
        part = POLICIES[policy](execution, deposit=deposit, deducted=deducted)
        assert ZERO <= part <= work
        deducted += part
    assert deducted <= deposit


@given(
    work=AMOUNTS, work_rate=RATES, deposit_rate=RATES, share=st.decimals(min_value=0, max_value=1, places=3)
)
def test_a_deduction_never_makes_the_document_negative(
    work: Decimal, work_rate: Decimal, deposit_rate: Decimal, share: Decimal
) -> None:
    """A deposit at 20 % taken back from work at 5.5 % stops where the gross amount would fall below zero."""
    wanted = (work * share).quantize(D("0.01"))
    deduction = bearable(min(wanted, work), vat_rate=deposit_rate, lines=[(work, work_rate)])
    lines = [(work, work_rate), (-deduction, deposit_rate)]

    assert work - deduction + vat.total(lines) >= ZERO
    if work_rate >= deposit_rate:
        assert deduction == min(wanted, work)
