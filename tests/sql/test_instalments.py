"""core.retentions, core.instalment_changes, core.instalments: what is due when, and what is left of it."""

from decimal import Decimal

from tests.sql.books import QUOTES, Row, books, broken, credit_note, day, document, payment

F8 = document("F1", "8001.95", retention_amount="400.10", quote_id="Q8")
RECEIVED = [{"quote_id": "Q8", "reception_on": "2026-03-31"}]


def instalments(documents: list[Row], quotes: list[Row], *, today: str = "2026-06-30") -> dict[bool, Row]:
    """The main instalment under False, the retention under True, of one invoice."""
    rows = books("core.instalments", documents, today=today, staging__quotes=quotes)
    return {row["is_retention"]: row for row in rows}


def test_retention_is_an_instalment_of_its_own() -> None:
    """8 001.95 at 5 %: 7 601.85 to pay, 400.10 a year after the reception (domain F8)."""
    found = instalments([F8], RECEIVED)
    assert found[False]["open_amount"] == Decimal("7601.85")
    assert found[True]["open_amount"] == Decimal("400.10")
    assert found[True]["due_date"] == day("2027-03-31")


def test_retention_is_held_until_its_day() -> None:
    """The day before it is held; on the day it is due, and not late yet."""
    before = instalments([F8], RECEIVED, today="2027-03-30")[True]
    assert (before["is_held"], before["overdue_days"]) == (True, None)
    due = instalments([F8], RECEIVED, today="2027-03-31")[True]
    assert (due["is_held"], due["overdue_days"]) == (False, 0)


def test_retention_without_reception_is_held_for_ever() -> None:
    """No reception, no due date."""
    found = instalments([document("F1", 100, retention_amount=5, quote_id="Q2")], QUOTES, today="2096-01-01")
    assert (found[True]["due_date"], found[True]["is_held"]) == (None, True)


def test_a_reception_of_tomorrow_is_not_known() -> None:
    """As of a day."""
    found = instalments([F8], RECEIVED, today="2026-03-30")
    assert found[True]["due_date"] is None


def test_a_leap_day_reception_falls_due_on_the_28th() -> None:
    """A year after 29 February."""
    quotes = [{"quote_id": "Q8", "reception_on": "2024-02-29"}]
    assert instalments([F8], quotes)[True]["due_date"] == day("2025-02-28")


def test_retention_is_never_more_than_the_invoice() -> None:
    """A source that says otherwise is taken at the invoice's gross."""
    found = instalments([document("F1", 100, retention_amount=150)], QUOTES)
    assert (found[False]["amount"], found[True]["amount"]) == (0, 100)


def test_a_negative_invoice_holds_a_negative_retention() -> None:
    """The client keeps its part of it too; it is never late."""
    found = instalments([document("F1", -100, retention_amount=-5)], QUOTES, today="2026-06-30")
    assert (found[False]["open_amount"], found[True]["open_amount"]) == (-95, -5)
    assert (found[True]["is_held"], found[True]["overdue_days"]) == (False, None)


def test_a_credit_note_holds_no_retention() -> None:
    """Whatever its source says: the invoice's own is credited."""
    [row] = books("core.instalments", [credit_note("A1", -100, None, "2026-02-01", retention_amount=-5)])
    assert (row["is_retention"], row["open_amount"]) == (False, -100)


def test_what_the_client_is_owed_is_never_late() -> None:
    """An open credit note has no days."""
    [row] = books("core.instalments", [credit_note("A1", -100, None, "2026-02-01")])
    assert row["overdue_days"] is None


def test_changes_add_up_to_what_is_left() -> None:
    """Issue, payment, credit note, refund; the checks of all three relations hold."""
    documents = [document("F1", 100, retention_amount=5), credit_note("A1", -98, "F1", "2026-02-01")]
    payments = [payment("P1", "2026-01-15", 50, "F1"), payment("P2", "2026-02-02", -20, "F1")]
    changes = books("core.instalment_changes", documents, payments)
    own = {False: Decimal(0), True: Decimal(0)}
    for change in changes:
        if change["invoice_number"] == "F1":
            own[change["is_retention"]] += change["change_amount"]
    assert own == {False: Decimal(20), True: Decimal(0)}
    for relation in (
        "core.retentions",
        "core.document_events",
        "core.instalment_changes",
        "core.instalments",
    ):
        assert broken(relation, documents, payments) == []
