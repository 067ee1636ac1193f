"""core.credit_note_settlements: refunds of what the invoice did not absorb."""

from decimal import Decimal

from tests.sql.books import books, broken, credit_note, document, payment


def test_a_refund_settles_what_the_invoice_left() -> None:
    """100 absorbed of 150: 50 are left to refund, the rest of the refund settles nothing."""
    documents = [document("F1", 100), credit_note("A1", -150, "F1", "2026-02-01")]
    [row] = books("core.credit_note_settlements", documents, [payment("P1", "2026-02-02", -60, "A1")])
    assert row["settled_amount"] == Decimal("-50.00")


def test_a_refund_that_returns_opens_the_credit_note_again() -> None:
    """Up to what was refunded."""
    documents = [credit_note("A1", -50, None, "2026-02-01")]
    payments = [
        payment("P1", "2026-02-02", 10, "A1"),
        payment("P2", "2026-02-03", -50, "A1"),
        payment("P3", "2026-02-04", 80, "A1"),
    ]
    rows = books("core.credit_note_settlements", documents, payments)
    assert [row["settled_amount"] for row in rows] == [0, -50, 50]


def test_a_refund_of_an_early_credit_note_waits_for_its_invoice() -> None:
    """The invoice absorbs first, so that nothing is settled twice."""
    documents = [document("F1", 30, issued_on="2026-03-01"), credit_note("A1", -50, "F1", "2026-02-01")]
    payments = [payment("P1", "2026-02-02", -50, "A1")]
    [row] = books("core.credit_note_settlements", documents, payments)
    assert row["settled_amount"] == -20
    assert broken("core.credit_note_settlements", documents, payments) == []
