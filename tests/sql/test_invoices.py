"""marts.invoices: the balance and the status of every document."""

import pytest

from tests.sql.books import Row, books, broken, credit_note, document, invoice, payment


def amounts(row: Row) -> tuple[float, ...]:
    """Allocated, credited, retention, open."""
    return tuple(float(row[f"{name}_amount"]) for name in ("allocated", "credited", "retention", "open"))


def test_open_is_gross_less_allocated_credited_and_retention() -> None:
    """1 200 with 60 retained, 500 paid, 200 credited: 440 open."""
    documents = [
        document("F1", 1200, retention_amount=60, quote_id="Q2"),
        credit_note("A1", -200, "F1", "2026-02-01"),
    ]
    payments = [payment("P1", "2026-02-02", 500, "F1")]
    assert amounts(invoice("F1", documents, payments)) == (500, 200, 60, 440)
    assert amounts(invoice("A1", documents, payments)) == (0, -200, 0, 0)


def test_retention_that_fell_due_is_open() -> None:
    """Out of retention, into open."""
    documents = [document("F1", 1200, retention_amount=60)]
    assert amounts(invoice("F1", documents, today="2026-03-30")) == (0, 0, 60, 1140)
    assert amounts(invoice("F1", documents, today="2026-03-31")) == (0, 0, 0, 1200)


def test_a_credit_note_above_what_is_open_stays_open() -> None:
    """What the invoice did not absorb is owed to the client."""
    documents = [document("F1", 100), credit_note("A1", -100, "F1", "2026-02-02")]
    payments = [payment("P1", "2026-02-01", 80, "F1")]
    assert amounts(invoice("F1", documents, payments)) == (80, 20, 0, 0)
    assert amounts(invoice("A1", documents, payments)) == (0, -20, 0, -80)


def test_a_refunded_credit_note_is_paid() -> None:
    """A refund that names the credit note settles it."""
    documents = [credit_note("A1", -50, None, "2026-02-01")]
    row = invoice("A1", documents, [payment("P1", "2026-02-03", -50, "A1")])
    assert (amounts(row), row["status"]) == ((-50, 0, 0, 0), "paid")


@pytest.mark.parametrize(
    ("facts", "paid", "credited", "today", "status"),
    [
        pytest.param({}, 0, 100, "2026-02-09", "cancelled", id="credited whole"),
        pytest.param({}, 60, 40, "2026-02-09", "paid", id="paid and credited"),
        pytest.param({}, 100, 0, "2026-02-09", "paid", id="paid whole"),
        pytest.param({"gross_amount": 0}, 0, 0, "2026-02-09", "paid", id="nil"),
        pytest.param(
            {"retention_amount": 5, "quote_id": "Q2"}, 95, 0, "2026-06-30", "partially_paid", id="held"
        ),
        pytest.param({"sent_on": "2026-05-01"}, 0, 0, "2026-04-01", "to_send", id="not sent, even late"),
        pytest.param({}, 0, 0, "2026-02-09", "sent", id="on its due day"),
        pytest.param({}, 0, 0, "2026-02-10", "overdue", id="the day after"),
        pytest.param({}, 40, 0, "2026-02-10", "overdue", id="late before paid in part"),
        pytest.param({}, 40, 0, "2026-02-09", "partially_paid", id="paid in part"),
        pytest.param({}, 0, 40, "2026-02-09", "sent", id="credited in part"),
    ],
)
def test_status_is_the_first_that_holds(
    facts: Row, paid: int, credited: int, today: str, status: str
) -> None:
    """cancelled, paid, to_send, overdue, partially_paid, sent."""
    documents = [document("F1", 100) | facts]
    if credited:
        documents.append(credit_note("A1", -credited, "F1", "2026-01-20"))
    payments = [payment("P1", "2026-01-25", paid, "F1")] if paid else []
    assert invoice("F1", documents, payments, today=today)["status"] == status


def test_late_and_paid_in_part_are_both_told() -> None:
    """The status says one, the booleans both."""
    row = invoice("F1", [document("F1", 100)], [payment("P1", "2026-02-01", 40, "F1")], today="2026-03-11")
    assert (row["is_overdue"], row["is_partially_paid"], row["overdue_days"]) == (True, True, 30)


def test_overdue_days_are_those_of_the_oldest_open_instalment() -> None:
    """Main instalment paid: those of the retention; negative before the day; null when nothing is open."""
    documents = [document("F1", 100, retention_amount=5)]
    paid = [payment("P1", "2026-02-01", 95, "F1")]
    assert invoice("F1", documents, today="2026-02-01")["overdue_days"] == -8
    assert invoice("F1", documents, paid, today="2026-02-01")["overdue_days"] is None
    assert invoice("F1", documents, paid, today="2026-04-10")["overdue_days"] == 10
    assert invoice("F1", documents, today="2026-04-10")["overdue_days"] == 60


def test_a_credit_note_is_never_late_nor_paid_in_part() -> None:
    """Open since long, refunded in part: sent."""
    row = invoice(
        "A1", [credit_note("A1", -50, None, "2026-02-01")], [payment("P1", "2026-02-03", -20, "A1")]
    )
    assert (row["status"], row["is_overdue"], row["is_partially_paid"]) == ("sent", False, False)


def test_an_absorbed_credit_note_is_paid_not_cancelled() -> None:
    """Cancelled is what happened to its invoice."""
    documents = [document("F1", 100), credit_note("A1", -100, "F1", "2026-02-01")]
    assert [row["status"] for row in books("marts.invoices", documents)] == ["paid", "cancelled"]


def test_the_reminder_level_is_that_of_the_latest() -> None:
    """Sent up to today; of one day the highest."""
    reminders = """
        invoice_number | sent_on    | level
        F1             | 2026-03-01 | 3
        F1             | 2026-04-01 | 1
        F1             | 2026-04-01 | 2
        F1             | 2026-07-01 | 4
    """
    row = invoice("F1", [document("F1", 100)], staging__reminders=reminders)
    assert (row["reminder_level"], row["reminder_count"]) == ("2", 3)


def test_the_checks_hold_on_a_mix() -> None:
    """Over-payment, refund, credit note above what is open."""
    documents = [
        document("F1", 1200, retention_amount=60),
        credit_note("A1", -700, "F1", "2026-02-01"),
        document("F2", -30),
    ]
    payments = [payment("P1", "2026-01-12", 900, "F1"), payment("P2", "2026-03-01", -1000, "F1")]
    for relation in ("marts.invoices", "core.document_balances", "core.allocations"):
        assert broken(relation, documents, payments) == []
