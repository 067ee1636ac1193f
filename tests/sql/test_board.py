"""marts.board_tiles, marts.today_queue, marts.recent_events: what the board shows."""

from decimal import Decimal

from tests.sql.harness import failed_checks, run_model

INVOICES = """
    status         | is_overdue | is_partially_paid | issue_date | sent_date  | open_amount | overdue_days
    overdue        | true       | true              | 2026-01-01 | 2026-01-02 | 100         | 20
    overdue        | true       | false             | 2026-01-05 | 2026-01-05 | 30          | 40
    to_send        | false      | false             | 2026-06-01 |            | 50          | -3
    sent           | false      | false             | 2026-06-01 | 2026-06-05 | 70          | -3
    partially_paid | false      | true              | 2026-06-02 | 2026-06-02 | 5           | -3
    paid           | false      | false             | 2026-06-02 | 2026-06-02 | 0           |
"""
BILLABLE = """
    phase_id | billable_amount | waiting_since_date | is_billable
    P1       | 1000            | 2026-06-01         | true
    P2       | 300             | 2026-05-01         | false
    P3       | -20             |                    | false
    P4       | 0               |                    | false
"""
DRAFTS = """
    draft_id | net_amount | created_at          | state
    D1       | 10         | 2026-06-29 08:00:00 | open
    D2       | 99         | 2026-06-29 08:00:00 | discarded
"""
REJECTED = """
    load_id | file_name | row_number | column_name | is_resent
    1       | a.csv     | 2          | amount      | false
    1       | a.csv     | 2          | vat_rate    | false
    1       | b.csv     | 4          | amount      | true
"""
GIVEN = {
    "marts.invoices": INVOICES,
    "marts.billable": BILLABLE,
    "marts.drafts": DRAFTS,
    "marts.rejected_rows": REJECTED,
}


def test_the_five_tiles() -> None:
    """Amount, count, oldest; what is late and paid in part is in both tiles."""
    rows = {row.pop("tile"): row for row in run_model("marts.board_tiles", GIVEN)}
    told = {
        tile: (r["amount"], r["item_count"], r["oldest_days"], r["both_count"]) for tile, r in rows.items()
    }
    assert told == {
        "to_bill": (1000, 1, 29, None),
        "to_send": (50, 1, 29, None),
        "sent": (70, 1, 25, None),
        "overdue": (130, 2, 40, 1),
        "partially_paid": (105, 2, 180, 1),
    }


def test_an_empty_firm_has_five_empty_tiles() -> None:
    """Nothing, and nothing old."""
    rows = run_model("marts.board_tiles")
    assert [(row["amount"], row["item_count"], row["oldest_days"]) for row in rows] == [(0, 0, None)] * 5


def test_the_costliest_comes_first() -> None:
    """What has no amount comes last; a draft that was discarded is not there."""
    rows = run_model("marts.today_queue", GIVEN, through=["marts.board_tiles"])
    told = [
        (r["action"], r["item_count"], r["amount"]) for r in sorted(rows, key=lambda row: row["position"])
    ]
    assert told == [
        ("draft_ready", 1, 1000),
        ("unblock", 1, 300),
        ("chase_overdue", 2, 130),
        ("send_invoices", 1, 50),
        ("regularise", 1, -20),
        ("review_drafts", 1, 10),
        ("fix_rejected", 1, None),
    ]
    assert failed_checks("marts.today_queue", GIVEN, through=["marts.board_tiles"]) == []


def test_an_empty_queue_is_empty() -> None:
    """Nothing to do today."""
    assert run_model("marts.today_queue", through=["marts.board_tiles"]) == []


def test_what_happened_since_yesterday() -> None:
    """Commands that were done with what they wrote, payments by day; nothing older, nothing refused."""
    given = {
        "ledger.journal": """
            seq | at                  | actor | verb     | subject | outcome
            1   | 2026-06-28 23:00:00 | lea   | draft    | PR1     | done
            2   | 2026-06-29 09:00:00 | lea   | draft    | PR1     | done
            3   | 2026-06-29 10:00:00 | max   | draft    | PR2     | refused
            4   | 2026-06-30 10:00:00 | max   | discard  | D2      | done
            5   | 2026-06-30 11:00:00 | max   | users    | lea     | done
        """,
        "ledger.drafts": "draft_id | seq | net_amount\nD1 | 2 | 10.10\nD2 | 2 | 5\nD0 | 1 | 7",
        "ledger.draft_states": "draft_id | seq | state\nD1 | 2 | open\nD2 | 4 | discarded",
        "staging.payments": "paid_on | amount\n2026-06-30 | 3\n2026-06-30 | 4\n2026-06-01 | 9",
    }
    rows = sorted(run_model("marts.recent_events", given), key=lambda row: str(row["at"]))
    assert [(row["verb"], row["item_count"], row["amount"]) for row in rows] == [
        ("draft", 2, Decimal("15.10")),
        ("payment", 2, 7),
        ("discard", 1, 5),
        ("users", 1, None),
    ]
