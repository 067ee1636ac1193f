"""The harness that SQL model tests stand on."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.sql.harness import failed_checks, rows, run_model

DUE = """
-- What a client owes.
--
-- grain:    client_id
-- checks:
--   unique    client_id
--   true      open_amount > 0
with instalments as (
    select client_id, due_date, open_amount from core.instalments
),

due as (
    select instalments.client_id, sum(instalments.open_amount)::decimal(18, 2) as open_amount
    from instalments
    cross join core.clock
    where instalments.due_date <= clock.today
    group by instalments.client_id
)

select * from due
""".lstrip()

TOTAL = """
-- What all clients owe.
--
-- grain:    one row
-- checks:
--   not_null  open_amount
with due as (
    select open_amount from core.due
),

total as (
    select coalesce(sum(open_amount), 0)::decimal(18, 2) as open_amount from due
)

select * from total
""".lstrip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two models, one reading the other."""
    (tmp_path / "core").mkdir()
    (tmp_path / "marts").mkdir()
    (tmp_path / "core" / "due.sql").write_text(DUE)
    (tmp_path / "marts" / "total.sql").write_text(TOTAL)
    return tmp_path


def test_a_model_runs_on_a_text_table(folder: Path) -> None:
    """Rows given as text take the types that their names say."""
    instalments = """
        client_id | due_date   | open_amount
        C2        | 2026-06-30 | 10.10
        C1        | 2026-06-30 | 1.20
        C1        | 2026-07-01 | 5
    """
    assert run_model("core.due", {"core.instalments": instalments}, folder=folder) == [
        {"client_id": "C1", "open_amount": Decimal("1.20")},
        {"client_id": "C2", "open_amount": Decimal("10.10")},
    ]


def test_today_is_an_input(folder: Path) -> None:
    """The day asked for decides."""
    given = {
        "core.instalments": [{"client_id": "C1", "due_date": dt.date(2026, 7, 1), "open_amount": Decimal(5)}]
    }
    assert run_model("core.due", given, folder=folder) == []
    assert len(run_model("core.due", given, today="2026-07-01", folder=folder)) == 1


def test_models_on_the_way_run_when_asked(folder: Path) -> None:
    """`through` runs parents; otherwise they are empty."""
    given = {"core.instalments": [{"client_id": "C1", "due_date": "2026-01-01", "open_amount": 5}]}
    assert run_model("marts.total", given, folder=folder)[0]["open_amount"] == 0
    assert run_model("marts.total", given, through=["core.due"], folder=folder)[0]["open_amount"] == 5


def test_a_misspelt_column_is_told(folder: Path) -> None:
    """An input that the known model does not have is an error, not a silence."""
    with pytest.raises(KeyError, match="todai"):
        run_model("core.due", {"core.clock": [{"todai": "2026-06-30"}]}, folder=folder)


def test_broken_checks_are_named(folder: Path) -> None:
    """The header's own checks run on the outcome."""
    given = {"core.instalments": [{"client_id": "C1", "due_date": "2026-01-01", "open_amount": -5}]}
    assert failed_checks("core.due", given, folder=folder) == ["true open_amount > 0"]


def test_a_text_table_reads_null() -> None:
    """An empty cell is not known."""
    assert rows("a | b\n1 |\nnull | x") == [{"a": "1", "b": None}, {"a": None, "b": "x"}]
