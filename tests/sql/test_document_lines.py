"""core.document_lines and marts.invoice_lines: the lines of the documents that exist."""

from decimal import Decimal

from tests.sql.books import books, day, document

LINES = """
    invoice_number | line_number | phase_id | line_kind | label | net_amount | vat_rate
    F1             | 1           | P1       | work      | APS   | 100        | 0.2
    F2             | 1           | P1       | work      | APS   | 50         | 0.2
"""
DOCUMENTS = [document("F1", 120), document("F2", 60, issued_on="2026-07-01")]


def test_lines_follow_their_document() -> None:
    """A line exists from its document's issue on, and carries its day and kind."""
    [row] = books("core.document_lines", DOCUMENTS, staging__invoice_lines=LINES)
    assert (row["invoice_number"], row["issue_date"], row["document_kind"]) == (
        "F1",
        day("2026-01-10"),
        "invoice",
    )


def test_the_mart_adds_whose_line_it_is() -> None:
    """Client and quote come from the document."""
    [row] = books("marts.invoice_lines", DOCUMENTS, staging__invoice_lines=LINES)
    assert (row["client_id"], row["quote_id"], row["net_amount"]) == ("C1", "Q1", Decimal("100.00"))
