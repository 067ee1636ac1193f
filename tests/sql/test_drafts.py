"""core.drafts, core.open_draft_lines and their marts: what a draft holds, and until when."""

from tests.sql.harness import Rows
from tests.sql.office import broken, day, eur, office, only

FACTS: dict[str, Rows] = {
    "ledger__drafts": """
        draft_id | drafted_on | net_amount | vat_amount | gross_amount | retention_amount
        E1       | 2026-05-01 | 100        | 20         | 120          | 6
        E2       | 2026-05-10 | 50         | 10         | 60           | 0
    """,
    "ledger__draft_lines": """
        draft_id | line_number | phase_id | line_kind         | label  | net_amount
        E1       | 1           | A        | work              | APD 1  | 130
        E1       | 2           | D        | deposit_deduction | Rep.   | -30
        E2       | 1           | B        | work              | PRO    | 50
    """,
    "ledger__draft_states": """
        state_id | seq | draft_id | state     | stated_on  | actor
        S1       | 3   | E1       | open      | 2026-05-01 | sacha
        S2       | 4   | E2       | open      | 2026-05-10 | sacha
        S3       | 9   | E2       | discarded | 2026-06-01 | alix
    """,
    "raw__phases": """
        phase_id | billing_mode
        A        | progress
        B        | progress
        D        | deposit
    """,
}


def test_an_open_draft_holds_its_phases() -> None:
    """Work and deposit lines; a deduction counts apart."""
    held = {row["phase_id"]: row for row in office("core.phase_balances", **FACTS)}
    assert [held[phase]["drafted_amount"] for phase in "ABD"] == [eur("130.00"), eur("0.00"), eur("0.00")]
    assert held["D"]["drafted_deduction_amount"] == eur("30.00")


def test_a_discarded_draft_lets_go_from_its_day_on() -> None:
    """As of the day before it still held the phase; before it was drafted it did not exist."""
    assert [row["draft_id"] for row in office("core.open_draft_lines", **FACTS)] == ["E1", "E1"]
    before = office("core.open_draft_lines", today="2026-05-31", **FACTS)
    assert [row["draft_id"] for row in before] == ["E1", "E1", "E2"]
    assert office("core.open_draft_lines", today="2026-04-30", **FACTS) == []


def test_the_latest_state_is_the_one_recorded_last() -> None:
    """Also when two are of the same day."""
    states = """
        state_id | seq | draft_id | state     | stated_on
        S9       | 3   | E1       | open      | 2026-05-01
        S1       | 4   | E1       | discarded | 2026-05-01
    """
    facts = FACTS | {"ledger__draft_states": states}
    assert [row["state"] for row in office("core.drafts", **facts)] == ["discarded", "open"]


def test_a_released_draft_stays_on_record() -> None:
    """With who released it and when."""
    first, second = office("marts.drafts", **FACTS)
    assert (first["state"], first["gross_amount"], first["retention_amount"], first["line_count"]) == (
        "open",
        eur("120.00"),
        eur("6.00"),
        2,
    )
    assert (first["project_name"], first["client_name"], first["document_kind"]) == (
        "École",
        "Ville d'Orme",
        "invoice",
    )
    assert (second["state"], second["discarded_date"], second["discarded_by"]) == (
        "discarded",
        day("2026-06-01"),
        "alix",
    )
    assert broken("marts.drafts", **FACTS) == []


def test_lines_say_their_phase() -> None:
    """By its name, beside the words of the draft."""
    found = office("marts.draft_lines", **FACTS)
    assert [(row["draft_id"], row["line_number"], row["phase_label"], row["label"]) for row in found] == [
        ("E1", 1, "APD", "APD 1"),
        ("E1", 2, "APD", "Rep."),
        ("E2", 1, "APD", "PRO"),
    ]
    assert broken("marts.draft_lines", **FACTS) == []


def test_retention_rates_pass_through() -> None:
    """F8: the rate stands on the phase, for the draft to keep its part of the gross."""
    row = only(
        "marts.billable",
        raw__phases=[{"retention_rate": "0.05"}],
        raw__progress=[{"validated_on": "2026-02-01"}],
    )
    assert row["retention_rate"] == eur("0.05")
