"""Counts, days and waits, as they are read on screen."""

from datetime import UTC, date, datetime

from ui import dates, wording

TODAY = date(2026, 11, 24)


def test_counts_agree_with_their_noun() -> None:
    """In French, none and one are singular."""
    assert wording.plural(0, "phase") == "0\u00a0phase"
    assert wording.plural(1, "phase") == "1\u00a0phase"
    assert wording.plural(48364, "phase") == "48\u00a0364\u00a0phases"
    assert wording.plural(2, "ébauche créée", "ébauches créées") == "2\u00a0ébauches créées"


def test_an_unknown_code_stays_readable() -> None:
    """A reason that nobody named yet is spelt out instead of hidden."""
    assert wording.reason("paper_missing").label == "Paper missing"
    assert wording.reason("client_incomplete").remedy


def test_days_and_moments() -> None:
    """Days are French, moments are on the clock of Paris."""
    assert dates.day(TODAY) == "24/11/2026"
    assert dates.day(None) == "—"
    assert dates.long_day(TODAY) == "Mardi 24 novembre 2026"
    assert dates.moment(datetime(2026, 11, 24, 7, 12, tzinfo=UTC), TODAY) == "08:12"
    assert dates.moment(datetime(2026, 11, 23, 16, 40), TODAY) == "hier 17:40"  # noqa: DTZ001 -- as the marts say it
    assert dates.near_day(date(2026, 11, 23), TODAY) == "hier"
    assert dates.waiting(12) == "12\u00a0j"
