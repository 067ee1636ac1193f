"""The clock: Paris days, and the day that tests and demos set."""

from datetime import UTC, date, datetime

import pytest

from firm import clock


def test_the_day_set_by_the_environment_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Demos and tests live on the day that JALON_TODAY names."""
    monkeypatch.setenv("JALON_TODAY", "2026-02-28")
    assert clock.today() == date(2026, 2, 28)
    assert clock.now().astimezone(clock.PARIS).date() == date(2026, 2, 28)
    assert clock.now().tzinfo == UTC


def test_without_it_the_day_is_the_one_in_paris(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable is as good as none."""
    monkeypatch.setenv("JALON_TODAY", "")
    before = datetime.now(clock.PARIS).date()
    assert before <= clock.today() <= datetime.now(clock.PARIS).date()


@pytest.mark.parametrize("text", ["28/02/2026", "2026-02-30", "demain", "2026-2-1T00:00"])
def test_a_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A mistyped day must not silently become the real one."""
    monkeypatch.setenv("JALON_TODAY", text)
    with pytest.raises(clock.ClockUnreadable) as refused:
        clock.today()
    assert text in refused.value.message
