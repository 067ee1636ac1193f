"""marts.kpi_monthly and what it stands on: the figures of every month end."""

import random
from decimal import Decimal

import pytest

from tests.sql.books import CHAIN, Row, books, broken, credit_note, day, document, payment
from tests.sql.harness import run_model

F14 = """
    month      | receivable_amount
    2025-11-01 | 2500
"""
F14_SALES = """
    issue_date | gross_amount
    2025-09-15 | 700
    2025-10-15 | 800
    2025-11-15 | 1200
"""


def months(
    documents: list[Row], payments: list[Row] | None = None, *, today: str = "2026-06-30"
) -> dict[str, Row]:
    """The monthly figures, by `2026-01`."""
    rows = books("marts.kpi_monthly", documents, payments or [], today=today)
    return {f"{row['month']:%Y-%m}": row for row in rows}


def dso(receivables: str, sales: str, *, today: str = "2025-11-30") -> Row:
    """Both readings of the last month given."""
    given = {"core.receivables_monthly": receivables, "core.documents": sales}
    return run_model("core.dso_monthly", given, today=today, through=["core.months"])[-1]


def test_every_month_from_the_first_document_to_today() -> None:
    """Also those without a document; the current one ends today."""
    rows = books("core.months", [document("F1", 100, issued_on="2026-01-31")], today="2026-03-10")
    assert [(row["month"], row["end_date"], row["day_count"]) for row in rows] == [
        (day("2026-01-01"), day("2026-01-31"), 31),
        (day("2026-02-01"), day("2026-02-28"), 28),
        (day("2026-03-01"), day("2026-03-10"), 10),
    ]


def test_no_document_no_month() -> None:
    """An empty firm has no figures."""
    assert books("marts.kpi_monthly", []) == []


def test_billed_is_before_vat_and_collected_is_all_payments() -> None:
    """Credit notes lower what was billed; a payment counts in its month, allocated or not."""
    documents = [
        document("F1", 120, net_amount=100, vat_amount=20),
        credit_note("A1", -12, "F1", "2026-01-20", net_amount=-10, vat_amount=-2),
    ]
    payments = [payment("P1", "2026-01-15", 50, "F1"), payment("P2", "2026-01-16", -8, None)]
    found = months(documents, payments)["2026-01"]
    assert (found["billed_amount"], found["gross_billed_amount"], found["collected_amount"]) == (90, 108, 42)


@pytest.mark.parametrize(
    ("today", "late"),
    [
        ("2026-03-11", (0, 0, 0)),
        ("2026-03-12", (100, 0, 0)),
        ("2026-04-11", (100, 100, 0)),
        ("2026-05-11", (100,) * 3),
    ],
)
def test_more_than_30_60_90_days_late(today: str, late: tuple[int, ...]) -> None:
    """Due on 9 February: 30 days late on 11 March, more from the 12th on; each includes the next."""
    found = list(months([document("F1", 100)], today=today).values())[-1]
    assert tuple(found[f"overdue_{days}_amount"] for days in (30, 60, 90)) == late


def test_a_payment_lowers_what_was_late_from_its_day_on() -> None:
    """Past month ends keep their figure."""
    found = months([document("F1", 100)], [payment("P1", "2026-04-02", 60, "F1")])
    assert [found[month]["overdue_30_amount"] for month in ("2026-02", "2026-03", "2026-04")] == [0, 100, 40]


def test_receivables_leave_out_retention_not_yet_due() -> None:
    """It enters on its day."""
    found = months([document("F1", 100, retention_amount=5)])
    assert [found[month]["receivable_amount"] for month in ("2026-02", "2026-03")] == [95, 100]


def test_open_credit_notes_lower_receivables_and_are_never_late() -> None:
    """However old."""
    found = months([document("F1", 100), credit_note("A1", -30, None, "2026-01-10")])["2026-06"]
    assert (found["receivable_amount"], found["overdue_90_amount"]) == (70, 100)


def test_dso_both_ways() -> None:
    """2 500 on sales of 1 200, 800, 700: 84.3 days simple, 82.4 counted back (domain F14)."""
    found = dso(F14, F14_SALES)
    assert round(found["dso_simple_days"], 1) == Decimal("84.3")
    assert round(found["dso_countback_days"], 1) == Decimal("82.4")


def test_dso_is_unknown_without_turnover() -> None:
    """A quarter that billed nothing, or less."""
    sales = "issue_date | gross_amount\n2025-01-01 | 5000\n2025-11-02 | -1"
    assert dso(F14, sales)["dso_simple_days"] is None


def test_the_current_month_counts_its_elapsed_days() -> None:
    """1 200 of 1 200 in 10 days, then 500 of 800, then nothing left."""
    receivables = "month | receivable_amount\n2025-11-01 | 1600"
    sales = F14_SALES.replace("2025-11-15", "2025-11-05")
    found = dso(receivables, sales, today="2025-11-10")
    assert found["dso_countback_days"] == Decimal("25.5")
    assert round(found["dso_simple_days"], 4) == Decimal("42.0741")


def test_a_month_without_sales_eats_nothing_and_counts_its_days() -> None:
    """October billed less than nothing: 30 + 31 + 30 x 100/700."""
    receivables = "month | receivable_amount\n2025-11-01 | 1300"
    sales = F14_SALES.replace("| 800", "| -50")
    assert round(dso(receivables, sales)["dso_countback_days"], 4) == Decimal("65.2857")


def test_counting_back_ends_with_the_balance() -> None:
    """Eaten exactly, the months before do not count; nothing owed is no day."""
    assert dso("month | receivable_amount\n2025-11-01 | 1200", F14_SALES)["dso_countback_days"] == 30
    assert dso("month | receivable_amount\n2025-11-01 | -5", F14_SALES)["dso_countback_days"] == 0


def test_counting_back_stops_after_24_months() -> None:
    """November 2025 back to December 2023, a leap year between."""
    receivables = "month | receivable_amount\n2025-11-01 | 99999"
    assert dso(receivables, F14_SALES)["dso_countback_days"] == 731


SENT = """
    invoice_number | document_kind | issue_date | sent_date  | is_sent_date_assumed | net_amount
    F1             | invoice       | 2026-02-01 | 2026-02-11 | false                | 400
    F2             | invoice       | 2026-02-01 | 2026-02-01 | true                 | 400
    A1             | credit_note   | 2026-02-01 | 2026-02-11 | false                | -400
"""
SENT_LINES = """
    invoice_number | phase_id | line_kind         | net_amount
    F1             | P1       | work              | 250
    F1             | P1       | work              | 50
    F1             | P2       | deposit           | 100
    F1             | P3       | deposit_deduction | -90
    F1             | P4       | revision          | 20
    F1             | P5       | work              | 10
    F1             | P6       | work              | -10
    F2             | P1       | work              | 400
    A1             | P1       | work              | 400
"""
WAITING = """
    phase_id | day_date   | waiting_since_date | waiting_since_before_billing_date
    P1       | 2026-01-12 | 2026-01-12         | 2026-01-12
    P1       | 2026-02-01 | null               | 2026-01-12
    P1       | 2026-02-05 | 2026-02-05         | 2026-02-05
    P2       | 2026-02-01 | null               | 2026-02-01
    P5       | 2026-02-01 | null               | null
"""


def test_one_delay_per_sent_document_and_phase_that_it_bills() -> None:
    """Since when the phase waited before that day's lines; credit notes and assumed sendings are left out."""
    given = {"core.documents": SENT, "core.document_lines": SENT_LINES, "core.phase_days": WAITING}
    rows = run_model("core.sending_delays", given)
    assert [(row["phase_id"], row["billed_amount"], row["delay_days"]) for row in rows] == [
        ("P1", 300, 30),
        ("P2", 100, 10),
    ]


def test_the_mean_delay_is_weighted_the_median_is_not() -> None:
    """300 waited 30 days, 100 waited 10: 25 on average, 20 in the middle."""
    given = {"core.documents": SENT, "core.document_lines": SENT_LINES, "core.phase_days": WAITING}
    [found] = run_model("marts.kpi_monthly", given, today="2026-02-28", through=CHAIN[11:16])
    assert (found["validation_to_sending_days_mean"], found["validation_to_sending_days_median"]) == (25, 20)
    assert found["sent_phase_count"] == 2


def test_the_backlog_of_every_month_end() -> None:
    """Phases that earned more than was billed; what waited before the first document too."""
    days = """
        phase_id | day_date   | earned_amount | billed_amount
        P1       | 2025-12-01 | 100           | 0
        P1       | 2026-02-10 | 100           | 100
        P2       | 2026-01-15 | 70            | 20
        P2       | 2026-02-15 | 90            | 20
        P3       | 2026-01-15 | 10            | 50
    """
    given = {"core.phase_days": days, "core.documents": "issue_date | gross_amount\n2026-01-05 | 1"}
    rows = run_model("core.backlog_monthly", given, today="2026-03-10", through=["core.months"])
    assert [(row["waiting_validation_count"], row["backlog_amount"]) for row in rows] == [
        (2, 150),
        (1, 70),
        (1, 70),
    ]


def test_the_share_of_automatic_reminders() -> None:
    """Of those sent in the month; unknown where none was."""
    reminders = """
        invoice_number | sent_on    | is_automatic
        F1             | 2026-02-01 | true
        F1             | 2026-02-02 | true
        F1             | 2026-02-03 | true
        F1             | 2026-02-04 | false
        F1             | 2026-07-01 | false
    """
    rows = books("marts.kpi_monthly", [document("F1", 100)], staging__reminders=reminders)
    assert [rows[place]["automatic_reminder_ratio"] for place in (0, 1)] == [None, Decimal("0.75")]
    assert (rows[1]["automatic_reminder_count"], rows[1]["manual_reminder_count"]) == (3, 1)
    assert sum(row["manual_reminder_count"] for row in rows) == 1


def test_nothing_is_timed_yet() -> None:
    """The time of an invoice is unknown until it is measured."""
    found = months([document("F1", 100)])["2026-01"]
    assert (found["minutes_per_invoice_median"], found["timed_invoice_count"]) == (None, 0)


def firm(seed: int) -> tuple[list[Row], list[Row]]:
    """Sixty documents and their payments over two years, at random."""
    pick = random.Random(seed)  # noqa: S311 - a test

    def when() -> str:
        return f"202{pick.choice([4, 5])}-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}"

    documents: list[Row] = []
    for number in range(60):
        gross = Decimal(pick.randint(1000, 90000)) / 100
        facts = {
            "issued_on": when(),
            "client_id": pick.choice(["C1", "C2"]),
            "quote_id": pick.choice(["Q1", "Q2"]),
        }
        facts["retention_amount"] = pick.choice(["0", "0", "7.77"])
        documents.append(document(f"F{number}", str(gross), **facts))
        if pick.random() < 0.3:
            credited = f"{-gross * pick.randint(1, 15) / 10:.2f}"
            documents.append(credit_note(f"A{number}", credited, f"F{number}", when()))
    payments = [
        payment(f"P{number}", when(), str(pick.randint(-30000, 90000) / 100), f"F{pick.randint(0, 60)}")
        for number in range(90)
    ]
    return documents, payments


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_month_end_tells_what_that_day_told(seed: int) -> None:
    """The figures of a past month are those of the firm as of its last day, derived by themselves."""
    documents, payments = firm(seed)
    found = months(documents, payments, today="2026-06-15")
    for month in ("2024-07", "2025-03", "2025-04", "2025-12", "2026-03"):
        told = found[month]
        rows = books("core.instalments", documents, payments, today=told["end_date"].isoformat())
        due = [row for row in rows if not row["is_held"]]
        assert told["receivable_amount"] == sum(row["open_amount"] for row in due)
        for days in (30, 60, 90):
            late = sum((row["open_amount"] for row in due if (row["overdue_days"] or 0) > days), Decimal(0))
            assert told[f"overdue_{days}_amount"] == late


def test_the_checks_hold_on_a_random_firm() -> None:
    """What the headers promise."""
    documents, payments = firm(4)
    for relation in (
        *CHAIN,
        "marts.kpi_monthly",
        "marts.aging",
        "marts.allocations",
        "marts.unallocated_payments",
    ):
        assert broken(relation, documents, payments) == []
