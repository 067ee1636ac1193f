"""Today and now in Europe/Paris: asked once, at the edge, and passed down as arguments."""

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from firm.errors import Refusal

PARIS = ZoneInfo("Europe/Paris")
VARIABLE = "JALON_TODAY"


class ClockUnreadable(Refusal):
    """The day set by the environment is not a date."""

    code = "clock_unreadable"

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{VARIABLE} vaut « {text} », qui n'est pas une date.",
            remedy=f"Écrire {VARIABLE} sous la forme AAAA-MM-JJ, ou retirer cette variable.",
        )


def today() -> date:
    """Give the day in Paris, or the one that JALON_TODAY sets."""
    return _set_day() or datetime.now(PARIS).date()


def now() -> datetime:
    """Give the present instant in UTC; with JALON_TODAY, that day at the present time in Paris."""
    present = datetime.now(PARIS)
    day = _set_day()
    if day is not None:
        present = datetime.combine(day, present.time(), tzinfo=PARIS)
    return present.astimezone(UTC)


def _set_day() -> date | None:
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=PARIS).date()
    except ValueError:
        raise ClockUnreadable(text) from None
