"""Parameters as people type them, read strictly, refused in French."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from billing.rules import progress
from cli.french import Misused

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_FRENCH = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)


class DateUnreadable(Misused):
    """The text is not a day of the calendar."""

    code = "date_unreadable"

    def __init__(self, text: str) -> None:
        super().__init__(
            f"« {text} » n'est pas une date.",
            remedy="Écrire AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2026-03-31.",
        )


class TextUnfit(Misused):
    """An id or a name that nothing could hold."""

    code = "text_unfit"

    def __init__(self) -> None:
        super().__init__(
            "Un argument est vide ou contient des caractères illisibles.",
            remedy="Donner un texte en UTF-8, sans caractère de contrôle.",
        )


def words(text: str) -> str:
    """Read an id or a sentence, as it is."""
    if not text.strip() or any(ord(letter) < ord(" ") or "\ud800" <= letter <= "\udfff" for letter in text):
        raise TextUnfit
    return text


def day(text: str) -> date:
    """Read a day, ISO or French."""
    iso, french = _ISO.fullmatch(text.strip()), _FRENCH.fullmatch(text.strip())
    parts = iso.groups() if iso else french.groups()[::-1] if french else None
    if parts is None:
        raise DateUnreadable(text)
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        raise DateUnreadable(text) from None


def share(text: str) -> Decimal:
    """Read a progress between 0 and 1; above 1 it is a percentage."""
    return progress.read(text)


def path(text: str) -> Path:
    """Read a path; what is there is judged by whoever opens it."""
    if not text or "\x00" in text:
        raise TextUnfit
    return Path(text)
