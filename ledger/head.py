"""The head file: how far the journal reached, kept outside the ledger.

It is written after each commit. It may be one command behind, where a process died in between; it is never
ahead, unless the end of the journal was cut off or an older ledger was put back.
"""

import json
import os
from pathlib import Path

from sqlalchemy import Connection, select

from firm.errors import Refusal
from firm.home import Home, unwritable
from firm.locks import FileLock
from ledger.journal import Entry
from ledger.tables import journal


class HeadUnreadable(Refusal):
    """The head file says nothing that can be understood."""

    code = "journal_head_unreadable"

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"Le fichier {file}, qui retient la fin du journal, est illisible.",
            remedy="Lancer jalon check ; le remettre depuis une sauvegarde de la même date.",
            file_name=str(file),
        )


class JournalForked(Refusal):
    """The ledger does not continue the journal that this home knows."""

    code = "journal_forked"

    def __init__(self, file: Path, known: Entry) -> None:
        super().__init__(
            f"Le registre ne contient pas l'entrée {known.seq} du journal que retient {file} : "
            "un registre plus ancien a été remis, ou la fin du journal a été coupée.",
            remedy="Remettre le registre le plus récent ; lancer jalon check pour voir l'écart.",
            file_name=str(file),
        )


def read(home: Home) -> Entry | None:
    """Read the head that was kept; None where none was written yet.

    Raises:
        HeadUnreadable: the file is there and says something else.
    """
    try:
        kept = json.loads(home.head_file.read_bytes())
        return Entry(int(kept["seq"]), str(kept["hash"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HeadUnreadable(home.head_file) from error


def verify(home: Home, connection: Connection, last: Entry) -> None:
    """Go on only from a journal that holds the head kept; catch up if a crash left it behind.

    Raises:
        JournalForked: it does not.
        HomeUnwritable, DiskFull: the file cannot be brought up to date.
    """
    kept = read(home)
    if kept is not None and not holds(connection, kept):
        raise JournalForked(home.head_file, kept)
    if last.seq and (kept is None or kept.seq < last.seq):
        try:
            _advance(home, last)
        except OSError as error:
            raise unwritable(home.head_file, error) from error


def holds(connection: Connection, kept: Entry) -> bool:
    """Say whether the journal contains this very entry."""
    found = connection.execute(select(journal.c.hash).where(journal.c.seq == kept.seq)).scalar()
    return found == kept.hash


def advance(home: Home, entry: Entry) -> None:
    """Keep the end of the journal after a commit; the next command does it if this one cannot."""
    try:
        _advance(home, entry)
    except (OSError, Refusal):
        # The decision is committed and stands; failing now would say the contrary.
        return


def _advance(home: Home, entry: Entry) -> None:
    with FileLock(home.work / "head.lock"):
        kept = read(home)
        if kept is not None and kept.seq >= entry.seq:
            return  # a later command was faster
        draft = home.head_file.with_name(f".{home.head_file.name}.new")
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"seq": entry.seq, "hash": entry.hash}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(home.head_file)
        _sync_folder(home.root)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
