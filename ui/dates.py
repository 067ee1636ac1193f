"""Days and moments as they are read on screen."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_PARIS = ZoneInfo("Europe/Paris")
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def day(value: date | None) -> str:
    """Spell a day: 24/11/2026."""
    return "—" if value is None else value.strftime("%d/%m/%Y")


def long_day(value: date) -> str:
    """Spell a day in words: Mardi 24 novembre 2026."""
    first = "1er" if value.day == 1 else str(value.day)
    return f"{_DAYS[value.weekday()]} {first} {_MONTHS[value.month - 1]} {value.year}".capitalize()


def paris(value: datetime) -> datetime:
    """Bring a moment of the ledger (UTC) to the clock on the wall."""
    return (
        value.astimezone(_PARIS) if value.tzinfo else value.replace(tzinfo=ZoneInfo("UTC")).astimezone(_PARIS)
    )


def moment(value: datetime | None, today: date) -> str:
    """Spell a moment shortly: 08:12, hier 17:40, 20/11/2026 09:31."""
    if value is None:
        return "—"
    local = paris(value)
    match (today - local.date()).days:
        case 0:
            return local.strftime("%H:%M")
        case 1:
            return local.strftime("hier %H:%M")
        case _:
            return local.strftime("%d/%m/%Y %H:%M")


def near_day(value: date, today: date) -> str:
    """Spell a day near today: aujourd'hui, hier."""
    return {0: "aujourd'hui", 1: "hier"}.get((today - value).days) or day(value)


def waiting(days: int | None) -> str:
    """Spell a wait: 12 j."""
    return "—" if days is None else f"{days}\u00a0j"
