"""The oracle itself, held to the worked figures of the domain."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.oracle.billable import billable, phases, progress_ratio
from tests.oracle.facts import Firm, Row, stand
from tests.oracle.firm import random_firm
from tests.oracle.invoices import aging, invoices, settle
from tests.oracle.kpi import kpi_monthly

JAN = date(2026, 1, 31)


def firm_of(**tables: list[Row]) -> Firm:
    """One client, one project and one signed quote around the given rows."""
    whole: dict[str, list[Row]] = {
        "clients": [{"client_id": "C", "name": "Mairie"}],
        "projects": [{"project_id": "A", "client_id": "C", "name": "École"}],
        "quotes": [{"quote_id": "Q", "project_id": "A", "status": "signed", "signed_on": date(2025, 9, 1)}],
    }
    for template, rows in tables.items():
        whole[template] = [*whole.get(template, []), *rows]
    return Firm(whole)


def phase(phase_id: str, amount: str, mode: str = "progress", **more: object) -> Row:
    """A phase of the one quote."""
    return {"phase_id": phase_id, "quote_id": "Q", "label": phase_id, "billing_mode": mode} | {
        "amount": Decimal(amount),
        **more,
    }


def progress(phase_id: str, day: date, share: str) -> Row:
    """A progress stated on a day."""
    return {"phase_id": phase_id, "validated_on": day, "progress": Decimal(share)}


def document(number: str, day: date, gross: str, **more: object) -> Row:
    """A document without VAT."""
    amount = Decimal(gross)
    return {"invoice_number": number, "client_id": "C", "issued_on": day, "net_amount": amount} | {
        "vat_amount": Decimal(0),
        "gross_amount": amount,
        **more,
    }


def billing(number: str, phase_id: str, net: str, line_number: int = 1) -> Row:
    """A line of work."""
    return {"invoice_number": number, "line_number": line_number, "phase_id": phase_id} | {
        "net_amount": Decimal(net),
        "vat_rate": Decimal("0.2"),
    }


def test_f4_time_is_capped_and_the_rest_shown() -> None:
    """12.5 d x 680 + 4 d x 920 over 9 500 billed, cap 20 000: 10 500 billable, 1 680 out of cap."""
    timed = {"person": "Léa", "phase_id": "P", "worked_on": JAN, "approved_on": JAN}
    firm = firm_of(
        phases=[phase("P", "30000", "time", cap_amount=Decimal(20_000))],
        timesheets=[
            {**timed, "entry_id": "1", "hours": Decimal("12.5"), "billing_rate": Decimal(680)},
            {**timed, "entry_id": "2", "hours": Decimal(4), "billing_rate": Decimal(920)},
            {**timed, "entry_id": "3", "hours": Decimal(1), "billing_rate": Decimal(9_500)},
        ],
        invoices=[document("F1", JAN, "9500")],
        invoice_lines=[billing("F1", "P", "9500")],
    )
    (row,) = billable(stand(firm), JAN)
    assert (row["billable_amount"], row["out_of_cap_amount"]) == (Decimal("10500.00"), Decimal("1680.00"))


@pytest.mark.parametrize(
    ("shares", "billed", "expected"),
    [
        (("1", "0.3", "0"), "0", "14750.00"),
        (("1", "1", "0.333"), "14750", "18910.00"),
        (("1", "1", "1"), "33660", "13340.00"),
    ],
)
def test_f5_situations_cumulate_then_subtract(shares: tuple[str, ...], billed: str, expected: str) -> None:
    """Each situation is the cumulative of rounded shares less the earlier bases."""
    amounts = {"APS": "9500", "APD": "17500", "PRO": "20000"}
    firm = firm_of(
        phases=[phase(name, amount) for name, amount in amounts.items()],
        progress=[progress(name, JAN, share) for name, share in zip(amounts, shares, strict=True)],
    )
    earned = sum(row["earned_amount"] for row in billable(stand(firm), JAN))
    assert earned - Decimal(billed) == Decimal(expected)


def test_f8_retention_falls_due_a_year_after_reception() -> None:
    """8 001.95 keeps 400.10 until 2027-03-31; to pay 7 601.85."""
    firm = firm_of(
        quotes=[
            {"quote_id": "R", "project_id": "A", "status": "signed", "reception_on": date(2026, 3, 31)},
        ],
        invoices=[document("F1", JAN, "8001.95", quote_id="R", retention_amount=Decimal("400.10"))],
    )
    facts = stand(firm)
    eve, due = date(2027, 3, 30), date(2027, 3, 31)
    (before,) = invoices(facts, eve, settle(facts, eve))
    (after,) = invoices(facts, due, settle(facts, due))
    assert (before["open_amount"], before["retention_amount"]) == (Decimal("7601.85"), Decimal("400.10"))
    assert (after["open_amount"], after["retention_amount"]) == (Decimal("8001.95"), Decimal(0))


def test_f10_an_amendment_rebases_by_amount() -> None:
    """20 000 at 50 %, +4 000 signed: 41.67 % shown, 4 400 billable at 60 %."""
    signed_on = JAN + timedelta(days=10)
    amended = firm_of(
        quotes=[
            {"quote_id": "V", "project_id": "A", "status": "signed", "signed_on": signed_on}
            | {"amends_quote_id": "Q"},
        ],
        phases=[phase("PRO", "20000"), phase("PRO+", "4000", quote_id="V", amends_phase_id="PRO")],
        progress=[progress("PRO", JAN, "0.5"), progress("PRO", signed_on + timedelta(days=5), "0.6")],
        invoices=[document("F1", JAN, "10000")],
        invoice_lines=[billing("F1", "PRO", "9000"), billing("F1", "PRO", "1000", 2)],
    )
    facts = stand(amended)
    assert billable(facts, signed_on) == []
    (row,) = billable(facts, signed_on + timedelta(days=5))
    assert row["billable_amount"] == Decimal("4400.00")
    assert round(progress_ratio(facts, facts.phases()[0], signed_on) or 0, 4) == Decimal("0.4167")


@pytest.mark.parametrize(("billed", "fae", "pca"), [("50000", "12000", "0"), ("70000", "0", "8000")])
def test_f12_cut_off(billed: str, fae: str, pca: str) -> None:
    """100 000 at 62 %: 50 000 billed leaves 12 000 to invoice, 70 000 is 8 000 too early."""
    firm = firm_of(
        phases=[phase("P", "100000", "milestone")],
        progress=[progress("P", JAN, "0.62")],
        invoices=[document("F1", JAN, billed)],
        invoice_lines=[billing("F1", "P", billed)],
    )
    (row,) = phases(stand(firm), JAN)
    assert (row["fae_amount"], row["pca_amount"]) == (Decimal(fae), Decimal(pca))


def test_f13_margin() -> None:
    """62 000 spent + 31 000 remaining on 110 000 leaves 17 000."""
    firm = firm_of(
        phases=[phase("P", "110000")],
        timesheets=[
            {"entry_id": "1", "person": "Léa", "phase_id": "P", "worked_on": JAN}
            | {"hours": Decimal(1_000), "cost_rate": Decimal(62)},
        ],
        remaining=[{"phase_id": "P", "as_of": JAN, "remaining_cost": Decimal(31_000)}],
    )
    (row,) = phases(stand(firm), JAN)
    assert (row["eac_amount"], row["margin_amount"]) == (Decimal(93_000), Decimal(17_000))


def test_f14_both_ways_of_counting_days_of_sales() -> None:
    """Balance 2 500 over 1 200, 800 and 700: 82.4 days counted back, 84.3 simple."""
    firm = firm_of(
        invoices=[
            document("1", date(2025, 9, 15), "700"),
            document("2", date(2025, 10, 15), "800"),
            document("3", date(2025, 11, 15), "1200"),
        ],
        payments=[
            {"payment_id": "1", "paid_on": date(2025, 11, 20), "amount": Decimal(200), "invoice_number": "1"},
        ],
    )
    row = kpi_monthly(stand(firm), date(2025, 11, 30))[-1]
    assert round(row["dso_countback_days"], 1) == Decimal("82.4")
    assert round(row["dso_simple_days"], 1) == Decimal("84.3")


def test_f15_each_instalment_is_aged_by_itself() -> None:
    """What remains open falls into the bucket of its own lateness."""
    day = date(2026, 6, 30)
    lates = {"a": 0, "b": 1, "c": 30, "d": 31, "e": 90, "f": 91}
    firm = firm_of(
        invoices=[
            document(number, JAN, "100", due_on=day - timedelta(days=late)) for number, late in lates.items()
        ],
        payments=[{"payment_id": "1", "paid_on": JAN, "amount": Decimal(40), "invoice_number": "f"}],
    )
    facts = stand(firm)
    got = {row["bucket"]: row["open_amount"] for row in aging(facts, day, settle(facts, day))}
    assert got == {
        "not_due": Decimal(100),
        "1-30": Decimal(200),
        "31-60": Decimal(100),
        "61-90": Decimal(100),
        "90+": Decimal(60),
    }


@pytest.mark.parametrize("seed", range(8))
def test_any_random_firm_can_be_computed(seed: int) -> None:
    """Open balances are what is aged, and nothing is allocated beyond what was paid."""
    firm, today = random_firm(seed)
    facts = stand(firm)
    settled = settle(facts, today)
    rows = invoices(facts, today, settled)
    aged = sum(row["open_amount"] for row in aging(facts, today, settled))
    assert aged == sum(row["open_amount"] + row["retention_amount"] for row in rows)
    paid = sum(row["amount"] for row in facts.tables["payments"] if row["paid_on"] <= today)
    unallocated = sum(row["unallocated_amount"] for row in settled.unallocated)
    assert sum(row["allocated_amount"] for row in rows) + unallocated == paid
