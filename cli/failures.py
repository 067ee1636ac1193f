"""What went wrong, as findings: no traceback ever reaches a person."""

import errno
import logging
import traceback
from datetime import UTC, datetime

import click

from cli.answers import Answer
from cli.french import misuse
from firm.errors import DiskFull, Refusal, system_reason
from firm.findings import Finding
from firm.home import Home, HomeUnwritable

LOG_NAME = "jalon.log"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_WRITING = (errno.EROFS, errno.EACCES, errno.EPERM)


def log_to_home() -> None:
    """Send what the floors below log to the home's file: on a screen it would be a traceback."""
    logging.raiseExceptions = False  # a home that cannot be written is refused elsewhere
    log = logging.getLogger("jalon")
    log.propagate = False
    log.addHandler(logging.FileHandler(Home.find().work / LOG_NAME, encoding="utf-8", delay=True))


def answered(error: Exception) -> Answer:
    """Make a refusal of whatever was raised."""
    return Answer(findings=_findings(error), is_refused=True)


def _findings(error: Exception) -> tuple[Finding, ...]:
    if isinstance(error, Refusal):
        return error.findings()
    if isinstance(error, click.ClickException):
        return misuse(error).findings()
    known = _of_system(error)
    if known is not None:
        return known.findings()
    return (_unexpected(error),)


def _of_system(error: Exception) -> Refusal | None:
    """Know a full disk or a closed folder when it surfaces somewhere unforeseen."""
    if isinstance(error, OSError):
        place = str(error.filename or Home.find().root)
        if error.errno in _NO_ROOM:
            return DiskFull(place)
        if error.errno in _NO_WRITING:
            return HomeUnwritable(Home.find(place).root, reason=system_reason(error))
    return None


def _unexpected(error: Exception) -> Finding:
    kept = _kept(error)
    return Finding(
        code="internal_error",
        message=f"Une erreur imprévue a arrêté la commande ({type(error).__name__}).",
        remedy=f"Le détail est dans {kept} ; le transmettre à qui maintient jalon."
        if kept
        else "Relancer la commande.",
        file_name=kept,
    )


def _kept(error: Exception) -> str | None:
    """Keep the detail under the home, where there is one to write in."""
    file = Home.find().work / LOG_NAME
    detail = "".join(traceback.format_exception(error))
    try:
        with file.open("a", encoding="utf-8", errors="backslashreplace") as kept:
            kept.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {detail}\n")
    except OSError:
        return None
    return str(file)
