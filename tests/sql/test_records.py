"""The marts that show records as they are, the calendar, and the empty ones."""

import pytest

from tests.sql.harness import failed_checks, run_model
from tests.sql.office import broken, day, eur, office, only


def test_a_client_says_whether_it_can_be_invoiced() -> None:
    """Address, postcode, city, and a SIREN for a French client that is not public."""
    clients = """
        client_id | siren | city | country | is_public
        C1        | 1     | Orme | FR      | false
        C2        |       | Orme | FR      | false
        C3        |       | Orme | BE      | false
        C4        |       | Orme | FR      | true
        C5        | 1     |      | FR      | false
    """
    found = office("marts.clients", raw__clients=clients)
    assert [row["is_complete"] for row in found] == [True, False, True, True, False]
    assert broken("marts.clients", raw__clients=clients) == []


def test_a_quote_sums_its_phases() -> None:
    """Deposits apart; an amending quote shows what it adds to the phases of another."""
    quotes = """
        quote_id | amends_quote_id | status | signed_on
        Q1       |                 | signed | 2026-01-05
        Q2       | Q1              | sent   |
    """
    phases = """
        phase_id | quote_id | amount | billing_mode | amends_phase_id
        A        | Q1       | 1000   | progress     |
        D        | Q1       | 300    | deposit      |
        A2       | Q2       | 50     | progress     | A
    """
    first, second = office("marts.quotes", raw__quotes=quotes, raw__phases=phases)
    assert (first["contract_amount"], first["deposit_amount"], first["phase_count"], first["is_signed"]) == (
        eur("1000.00"),
        eur("300.00"),
        2,
        True,
    )
    assert (second["contract_amount"], second["amendment_amount"], second["is_signed"]) == (
        eur("0.00"),
        eur("50.00"),
        False,
    )
    assert broken("marts.quotes", raw__quotes=quotes, raw__phases=phases) == []


def test_time_shows_what_was_worked_by_today() -> None:
    """An approval that is dated later has not happened yet."""
    timesheets = """
        entry_id | worked_on  | approved_on
        1        | 2026-06-01 | 2026-07-02
        2        | 2026-06-01 | 2026-06-30
        3        | 2026-07-01 |
    """
    found = office("marts.time_entries", raw__timesheets=timesheets)
    assert [(row["entry_id"], row["approved_date"]) for row in found] == [
        ("1", None),
        ("2", day("2026-06-30")),
    ]


def test_loads_and_journal_show_the_ledger() -> None:
    """Row for row."""
    load = {
        "load_id": 1,
        "seq": 2,
        "recorded_at": "2026-06-01 10:00:00",
        "batch_id": "B",
        "source": "templates",
        "template": "clients",
        "file_name": "clients.csv",
        "file_hash": "ab",
        "byte_count": 10,
        "read_count": 3,
        "accepted_count": 2,
        "rejected_count": 1,
        "unchanged_count": 0,
    }
    assert [row["load_id"] for row in run_model("marts.loads", {"ledger.loads": [load]})] == [1]
    assert failed_checks("marts.loads", {"ledger.loads": [load]}) == []
    entry = {
        "seq": 1,
        "at": "2026-06-01 10:00:00",
        "actor": "sacha",
        "account": "sacha",
        "verb": "ingest",
        "subject": "clients.csv",
        "outcome": "done",
        "rows_hash": "a",
        "prev_hash": "b",
        "hash": "c",
    }
    assert [row["verb"] for row in run_model("marts.journal", {"ledger.journal": [entry]})] == ["ingest"]
    assert failed_checks("marts.journal", {"ledger.journal": [entry]}) == []


def test_the_build_has_one_row() -> None:
    """Of the day that was asked for."""
    build = {"build_id": "b1", "built_at": "2026-06-30 08:00:00", "today": "2026-06-30", "ledger_seq": 7}
    [row] = run_model("marts.build", {"core.build": [build]})
    assert (row["build_id"], row["today"], row["ledger_seq"]) == ("b1", day("2026-06-30"), 7)


def test_the_calendar_knows_the_public_holidays() -> None:
    """The movable ones too; in 2008 Ascension fell on the first of May."""
    days = {row["day_date"]: row for row in run_model("marts.calendar", today="2026-06-30")}
    assert days[day("2026-04-06")]["holiday_name"] == "Lundi de Pâques"
    assert days[day("2024-04-01")]["holiday_name"] == "Lundi de Pâques"
    assert days[day("2027-05-17")]["holiday_name"] == "Lundi de Pentecôte"
    assert days[day("2008-05-01")]["holiday_name"] == "Ascension, Fête du Travail"
    assert days[day("2026-07-14")]["is_working_day"] is False
    assert days[day("2026-07-18")]["is_weekend"] is True
    assert (days[day("2026-07-15")]["is_working_day"], days[day("2026-07-15")]["iso_week"]) == (
        True,
        "2026-W29",
    )
    assert failed_checks("marts.calendar") == []


@pytest.mark.parametrize("mart", ["validations_due", "reminders_due", "bank_movements"])
def test_what_is_not_there_yet_is_typed_and_empty(mart: str) -> None:
    """So that a query on it answers nothing instead of failing."""
    assert run_model(f"marts.{mart}") == []


def test_an_ordinary_office_breaks_no_check() -> None:
    """Of any model on the way to the phase marts."""
    facts = {
        "raw__progress": [{"validated_on": "2026-02-01", "progress": "0.5"}],
        "raw__timesheets": [{"entry_id": "1", "approved_on": "2026-02-10", "cost_rate": 50}],
        "raw__remaining": [{"as_of": "2026-02-01", "remaining_cost": 10}],
    }
    models = [
        *(
            f"staging.{name}"
            for name in ("clients", "projects", "quotes", "phases", "progress", "timesheets")
        ),
        *(f"core.{name}" for name in ("quotes", "progress", "phase_hours", "phase_costs", "phase_balances")),
        *(f"marts.{name}" for name in ("billable", "phases", "projects", "progress", "deposits")),
    ]
    assert {model: broken(model, **facts) for model in models} == {model: [] for model in models}
    assert only("marts.progress", **facts)["earned_amount"] == eur("500.00")
