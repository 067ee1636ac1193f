"""core.settlement_offers: which facts meet a document, and in which order."""

from tests.sql.books import books, broken, credit_note, day, document, payment


def test_events_come_by_date_then_credit_notes_then_id() -> None:
    """On one day a credit note comes before payments, payments by id."""
    rows = books(
        "core.settlement_offers",
        [document("F1", 100), credit_note("Z1", -10, "F1", "2026-02-01")],
        [
            payment("P2", "2026-02-01", 10, "F1"),
            payment("P10", "2026-02-01", 10, "F1"),
            payment("P9", "2026-01-31", 10, "F1"),
        ],
    )
    assert [row["source_id"] for row in rows] == ["P9", "Z1", "P10", "P2"]


def test_a_payment_before_the_issue_waits_for_it() -> None:
    """It counts on the issue day."""
    [row] = books("core.settlement_offers", [document("F1", 100)], [payment("P1", "2025-12-24", 100, "F1")])
    assert row["event_date"] == day("2026-01-10")


def test_a_credit_note_before_its_invoice_waits_for_it() -> None:
    """So does a credit note."""
    rows = books(
        "core.settlement_offers",
        [document("F1", 100, issued_on="2026-03-01"), credit_note("A1", -10, "F1", "2026-02-01")],
    )
    assert [(row["invoice_number"], row["event_date"]) for row in rows] == [("F1", day("2026-03-01"))]


def test_payments_of_tomorrow_do_not_exist() -> None:
    """As of a day."""
    rows = books("core.settlement_offers", [document("F1", 100)], [payment("P1", "2026-07-01", 100, "F1")])
    assert rows == []


def test_a_credit_note_is_absorbed_by_an_invoice_only() -> None:
    """Naming nothing, an unknown document, itself or another credit note, it meets none."""
    documents = [
        credit_note("A1", -10, None, "2026-02-01"),
        credit_note("A2", -10, "F404", "2026-02-01"),
        credit_note("A3", -10, "A3", "2026-02-01"),
        credit_note("A4", -10, "A1", "2026-02-01"),
    ]
    assert books("core.settlement_offers", documents) == []


def test_the_checks_hold() -> None:
    """What the header promises."""
    documents = [document("F1", 100), credit_note("A1", -10, "F1", "2026-02-01")]
    assert broken("core.settlement_offers", documents, [payment("A1", "2026-02-01", 1, "F1")]) == []
