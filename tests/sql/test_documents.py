"""core.documents: which documents exist today, when they left, when they are due."""

from tests.sql.books import books, broken, credit_note, day, document


def test_a_document_of_tomorrow_does_not_exist_yet() -> None:
    """Facts dated after the day asked for do not exist."""
    rows = [document("F1", 100, issued_on="2026-06-30"), document("F2", 100, issued_on="2026-07-01")]
    assert [row["invoice_number"] for row in books("core.documents", rows)] == ["F1"]


def test_the_due_date_is_the_stated_one() -> None:
    """What the document says comes first."""
    [row] = books("core.documents", [document("F1", 100, due_on="2026-01-15")])
    assert row["due_date"] == day("2026-01-15")


def test_the_due_date_defaults_to_the_days_of_the_client() -> None:
    """Issue date plus the client's days."""
    [row] = books("core.documents", [document("F1", 100, issued_on="2026-01-10")])
    assert row["due_date"] == day("2026-02-09")


def test_the_due_date_moves_to_the_end_of_its_month() -> None:
    """The days first, then the end of that month."""
    [row] = books("core.documents", [document("F1", 100, issued_on="2026-01-20", client_id="C2")])
    assert row["due_date"] == day("2026-03-31")


def test_an_import_without_sending_date_counts_as_sent_at_issue() -> None:
    """Assumed, and marked so."""
    [row] = books("core.documents", [document("F1", 100, sent_on=None)])
    assert row["sent_date"] == day("2026-01-10")
    assert row["is_sent_date_assumed"]


def test_a_sending_of_tomorrow_has_not_happened_and_is_not_assumed() -> None:
    """As of a day between issue and sending, the document waits to be sent."""
    [row] = books("core.documents", [document("F1", 100, sent_on="2026-01-20")], today="2026-01-19")
    assert row["sent_date"] is None
    assert not row["is_sent_date_assumed"]


def test_documents_keep_their_place_in_the_source() -> None:
    """File and row follow every document."""
    [row] = books("core.documents", [document("F1", 100, row_number=7)])
    assert (row["file_name"], row["row_number"], row["origin"]) == ("factures.csv", 7, "imported")


def test_the_checks_hold_on_a_firm_with_credit_notes() -> None:
    """What the header promises."""
    rows = [document("F1", 100), credit_note("A1", -40, "F1", "2026-02-01")]
    assert broken("core.documents", rows) == []
