"""Intake: files dropped on a page go the way of `jalon ingest`, then are published."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from ingest.command import Ingested, ingest
from ui import guard, inert, office
from ui.outcomes import Outcome
from ui.wording import plural

_SAID = 5


class Dropped(Protocol):
    """A file as the browser hands it over."""

    name: str

    def getbuffer(self) -> memoryview:
        """Give its bytes."""


def take(files: Sequence[Dropped]) -> Outcome:
    """Land, read and publish; say per batch what was read, accepted, rejected."""
    place = office.enter()
    desk = guard.desk()
    with TemporaryDirectory(prefix="jalon-depot-") as folder:
        paths = [_written(Path(folder) / str(number), file) for number, file in enumerate(files)]
        taken = ingest(
            place.home,
            place.ledger,
            place.settings,
            paths,
            actor=desk.actor,
            now=desk.now,
            today=desk.today,
        )
    desk.refresh()
    return Outcome("  \n".join([_counted(taken), *_findings(taken)]))


def _written(folder: Path, file: Dropped) -> Path:
    folder.mkdir()
    # A name is only its last part, whatever the browser says.
    path = folder / (Path(file.name.replace("\\", "/")).name or "fichier")
    path.write_bytes(file.getbuffer())
    return path


def _counted(taken: Ingested) -> str:
    accepted = sum(item.accepted for item in taken.items)
    rejected = sum(item.rejected for item in taken.items)
    unchanged = sum(item.unchanged for item in taken.items)
    parts = [plural(accepted, "ligne acceptée", "lignes acceptées")]
    if rejected:
        parts.append(plural(rejected, "rejetée", "rejetées"))
    if unchanged:
        parts.append(plural(unchanged, "inchangée", "inchangées"))
    return f"{plural(len(taken.items), 'fichier lu', 'fichiers lus')} : {' · '.join(parts)}."


def _findings(taken: Ingested) -> list[str]:
    said = [
        f":material/warning: {inert.text(each.message)} {inert.text(each.remedy)}"
        for each in taken.findings[:_SAID]
    ]
    left = len(taken.findings) - _SAID
    if left > 0:
        said.append(f"et {plural(left, 'autre constat', 'autres constats')} (jalon check)")
    return said
