"""marts.allocations and marts.unallocated_payments: whose money settled what."""

from decimal import Decimal

from tests.sql.books import Row, books, broken, credit_note, day, document, payment


def test_one_row_per_payment_or_credit_note_and_document() -> None:
    """Signed, with the day on which it counts."""
    documents = [document("F1", 100), credit_note("A1", -30, "F1", "2026-02-01")]
    payments = [payment("P1", "2026-01-01", 50, "F1"), payment("P2", "2026-02-03", -20, "F1")]
    rows = books("marts.allocations", documents, payments)
    assert [(r["payment_id"], r["credit_note_number"], r["allocated_date"], r["amount"]) for r in rows] == [
        (None, "A1", day("2026-02-01"), 30),
        ("P1", None, day("2026-01-10"), 50),
        ("P2", None, day("2026-02-03"), -20),
    ]
    assert broken("marts.allocations", documents, payments) == []


def test_what_settles_nothing_has_no_row() -> None:
    """A payment of a paid invoice."""
    payments = [payment("P1", "2026-02-01", 100, "F1"), payment("P2", "2026-02-02", 10, "F1")]
    assert [row["payment_id"] for row in books("marts.allocations", [document("F1", 100)], payments)] == [
        "P1"
    ]


def left(documents: list[Row], payments: list[Row]) -> dict[str, Decimal]:
    """What no document took, by payment."""
    rows = books("marts.unallocated_payments", documents, payments)
    return {row["payment_id"]: row["unallocated_amount"] for row in rows}


def test_the_rest_stays_unallocated() -> None:
    """Above what is open, naming an unknown document, naming none; not what is wholly allocated."""
    payments = [
        payment("P1", "2026-02-01", 70, "F1"),
        payment("P2", "2026-02-02", 50, "F1"),
        payment("P3", "2026-02-02", 40, "F404"),
        payment("P4", "2026-02-02", 30, None),
    ]
    assert left([document("F1", 100)], payments) == {"P2": 20, "P3": 40, "P4": 30}


def test_a_refund_of_what_was_never_allocated_is_unallocated() -> None:
    """Negative, as it was paid."""
    assert left([document("F1", 100)], [payment("P1", "2026-02-01", -10, "F1")]) == {"P1": -10}


def test_a_payment_waits_for_a_document_of_tomorrow() -> None:
    """Until the issue day the document does not exist."""
    documents = [document("F1", 100, issued_on="2026-07-01")]
    [row] = books("marts.unallocated_payments", documents, [payment("P1", "2026-06-20", 100, "F1")])
    assert (row["unallocated_amount"], row["is_document_known"]) == (100, False)


def test_retention_paid_early_is_unallocated() -> None:
    """It is not open before its day."""
    documents = [document("F1", 100, retention_amount=5, quote_id="Q2")]
    assert left(documents, [payment("P1", "2026-02-01", 100, "F1")]) == {"P1": 5}


def test_every_payment_is_allocated_or_not() -> None:
    """Allocated and unallocated add up to what was paid."""
    documents = [document("F1", 100), credit_note("A1", -130, "F1", "2026-02-02")]
    payments = [
        payment("P1", "2026-02-01", 70, "F1"),
        payment("P2", "2026-02-03", -90, "F1"),
        payment("P3", "2026-02-04", -150, "A1"),
        payment("P4", "2026-02-05", 12, "A1"),
    ]
    allocated = [
        row["amount"] for row in books("marts.allocations", documents, payments) if row["payment_id"]
    ]
    rest = left(documents, payments)
    assert sum(allocated) + sum(rest.values()) == Decimal(70 - 90 - 150 + 12)
    assert rest == {"P2": -20, "P3": -50}
    assert broken("marts.unallocated_payments", documents, payments) == []
