"""marts.aging: what each client owes, by how late it is (domain F15)."""

from decimal import Decimal

import pytest

from tests.sql.books import Row, books, broken, credit_note, document, payment


def buckets(documents: list[Row], payments: list[Row] | None = None, *, today: str) -> dict[str, Decimal]:
    """Open amount by bucket."""
    rows = books("marts.aging", documents, payments or [], today=today)
    return {row["bucket"]: row["open_amount"] for row in rows}


@pytest.mark.parametrize(
    ("today", "bucket"),
    [
        ("2026-06-30", "not_due"),
        ("2026-07-01", "1-30"),
        ("2026-07-30", "1-30"),
        ("2026-07-31", "31-60"),
        ("2026-08-29", "31-60"),
        ("2026-08-30", "61-90"),
        ("2026-09-28", "61-90"),
        ("2026-09-29", "90+"),
    ],
)
def test_an_invoice_due_on_30_june(today: str, bucket: str) -> None:
    """Not due on its day, one day late the day after."""
    assert buckets([document("F1", 1200, due_on="2026-06-30")], today=today) == {bucket: 1200}


def test_the_remaining_balance_is_aged() -> None:
    """Not the gross."""
    paid = [payment("P1", "2026-02-01", 1000, "F1")]
    assert buckets([document("F1", 1200)], paid, today="2026-06-30") == {"90+": 200}


def test_each_instalment_has_its_bucket() -> None:
    """Retention is owed, not late, until it falls due; then it is aged from that day."""
    documents = [document("F1", 1200, retention_amount=60)]
    assert buckets(documents, today="2026-03-30") == {"31-60": 1140, "retention": 60}
    assert buckets(documents, today="2026-03-31") == {"31-60": 1140, "not_due": 60}
    assert buckets(documents, today="2026-04-01") == {"31-60": 1140, "1-30": 60}


def test_an_open_credit_note_is_not_due() -> None:
    """Negative, however old."""
    assert buckets([credit_note("A1", -50, None, "2026-01-10")], today="2026-06-30") == {"not_due": -50}


def test_clients_are_apart() -> None:
    """One row per client and bucket, with documents and the oldest's days."""
    documents = [
        document("F1", 100, due_on="2026-06-20"),
        document("F2", 50, due_on="2026-06-25"),
        document("F3", 70, due_on="2026-06-25", client_id="C2"),
    ]
    rows = books("marts.aging", documents)
    assert [
        (r["client_name"], r["open_amount"], r["invoice_count"], r["overdue_days_max"]) for r in rows
    ] == [
        ("Ville d'Orme", 150, 2, 10),
        ("Atelier Sorbier", 70, 1, 5),
    ]
    assert broken("marts.aging", documents) == []


def test_what_is_settled_is_not_there() -> None:
    """A paid invoice leaves no row."""
    assert books("marts.aging", [document("F1", 100)], [payment("P1", "2026-02-01", 100, "F1")]) == []
