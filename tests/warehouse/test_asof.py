"""As of a day: the past by what is known now, kept while nothing changes."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from firm.home import HomeUnwritable
from tests.warehouse.conftest import TODAY, Firm
from warehouse import asof, published


@contextmanager
def _asof(firm: Firm, day: dt.date) -> Iterator[Path]:
    with asof.file(firm.home, firm.ledger, firm.settings, day=day, sql=firm.sql) as file:
        yield file


def _earned(file: Path) -> object:
    with published.open_file(file) as warehouse:
        return warehouse.connection.execute("select earned_amount from billable").fetchall()[0][0]


@pytest.fixture
def built(firm: Firm) -> Firm:
    """A phase validated twice."""
    firm.load(1, {"P1": "100.00"})
    firm.validate("P1", "0.20", on=dt.date(2026, 1, 31))
    firm.validate("P1", "0.50", on=dt.date(2026, 5, 31))
    firm.build()
    return firm


@pytest.mark.parametrize(("day", "earned"), [("2026-01-30", 0), ("2026-01-31", 20), ("2026-05-31", 50)])
def test_the_past_holds_the_facts_dated_up_to_it(built: Firm, day: str, earned: int) -> None:
    """What is dated later does not exist yet."""
    with _asof(built, dt.date.fromisoformat(day)) as file:
        assert _earned(file) == earned


def test_a_back_dated_fact_changes_the_past(built: Firm) -> None:
    """Known now, dated then."""
    day = dt.date(2026, 2, 28)
    with _asof(built, day) as file:
        assert _earned(file) == 20
    built.validate("P1", "0.30", on=dt.date(2026, 2, 15))
    with _asof(built, day) as file:
        assert _earned(file) == 30


def test_the_same_question_twice_builds_once(built: Firm) -> None:
    """The file of a day and a ledger row is kept."""
    with _asof(built, dt.date(2026, 2, 28)) as first:
        made = first.stat().st_mtime_ns
    with _asof(built, dt.date(2026, 2, 28)) as second:
        assert (second, second.stat().st_mtime_ns) == (first, made)


def test_today_is_the_published_file(built: Firm) -> None:
    """No copy where the answer stands already."""
    with _asof(built, TODAY) as file:
        assert file == built.home.warehouse


def test_a_few_days_are_kept(built: Firm) -> None:
    """The oldest files go."""
    for day in range(1, asof.KEPT + 4):
        with _asof(built, dt.date(2026, 3, day)) as file:
            assert file.exists()
    assert len(list(file.parent.iterdir())) == asof.KEPT


def test_a_home_that_cannot_be_written_still_answers(built: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is then temporary."""

    def refuse(home: object) -> Path:
        raise HomeUnwritable(built.home.work, reason="lecture seule")

    monkeypatch.setattr(asof, "_folder", refuse)
    with _asof(built, dt.date(2026, 2, 28)) as file:
        assert _earned(file) == 20
        assert built.home.root not in file.parents
    assert not file.exists()
