"""The audit of the ledger: everything that it vouches for, computed again and compared."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from firm.findings import Finding
from firm.home import Home
from ledger import engine, head, journal, tables, triggers
from ledger.journal import GENESIS, Entry, Stored
from ledger.store import Ledger

# The lines that reserve their phase; a deduction names a deposit that several drafts may take back.
RESERVING_KINDS: Final = ("work", "deposit")
CLOSED_STATES: Final = ("discarded", "issued")

_RESTORE = "Comparer avec la dernière sauvegarde ; remettre le registre d'avant ce changement."
_REPORT = (
    "Comparer avec la dernière sauvegarde et chercher qui a écrit dans le registre sans passer par jalon."
)


def audit(ledger: Ledger) -> list[Finding]:
    """Look for anything in the ledger that no command wrote, or that is no longer as it was written.

    Raises:
        LedgerUnreadable, LedgerUnreachable: there is nothing to look at.
        Busy: a command did not finish in time.
    """
    known = _kept(ledger.home)
    with ledger.read() as connection:
        parts: tuple[Callable[[], Iterator[Finding]], ...] = (
            lambda: _file(connection),
            lambda: _triggers(connection),
            lambda: _chain(connection),
            lambda: _rows(connection),
            lambda: _head(ledger, connection, known),
            lambda: _locks(connection),
        )
        return [finding for part in parts for finding in _looked(ledger, part)]


def _looked(ledger: Ledger, part: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """Look at one part; a table that cannot even be read is one more finding, not the end."""
    found: list[Finding] = []
    try:
        found.extend(part())
    except DBAPIError as error:
        place = engine.place(ledger.engine)
        found.append(
            Finding(
                "ledger_unreadable",
                f"Le registre {place} est en partie illisible : {error.orig}.",
                _RESTORE,
                file_name=place,
            )
        )
    return found


def _file(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.execute(text("pragma integrity_check(20)")):
        if said != "ok":
            yield Finding("ledger_damaged", f"Le fichier du registre est abîmé : {said}.", _RESTORE)


def _triggers(connection: Connection) -> Iterator[Finding]:
    keys = {
        table.name: tuple(column.name for column in table.primary_key.columns) for table in tables.APPEND_ONLY
    }
    for name in triggers.missing(connection, keys):
        yield Finding(
            "trigger_missing",
            f"Le déclencheur {name}, qui protège le registre, manque ou a été changé.",
            _REPORT,
            subject=name,
        )


def _chain(connection: Connection) -> Iterator[Finding]:
    expected, previous = 1, GENESIS
    for row in journal.stored(connection, tables.journal):
        seq = row["seq"]
        if seq != expected:
            yield _gap(expected, seq)
        if row.get("prev_hash") != previous:
            yield Finding(
                "journal_chain_broken",
                f"L'entrée {seq} du journal ne suit pas celle d'avant : il en manque, "
                "ou leur ordre a changé, ou celle d'avant a été réécrite.",
                _REPORT,
                subject=str(seq),
            )
        if _hashed(journal.row_hash, row) != row.get("hash"):
            yield Finding(
                "journal_row_changed",
                f"L'entrée {seq} du journal n'est plus telle qu'elle a été écrite.",
                _REPORT,
                subject=str(seq),
            )
        expected, previous = int(seq) + 1, str(row.get("hash"))


def _gap(expected: int, seq: int | str) -> Finding:
    return Finding(
        "journal_row_missing",
        f"Le journal passe à l'entrée {seq} là où l'entrée {expected} est attendue.",
        _REPORT,
        subject=str(expected),
    )


def _rows(connection: Connection) -> Iterator[Finding]:
    vouched = {row["seq"]: row.get("rows_hash") for row in journal.stored(connection, tables.journal)}
    written: dict[Any, dict[str, list[Stored]]] = {seq: {} for seq in vouched}
    for table in tables.VOUCHED:
        for seq, rows in journal.by_seq(connection, table).items():
            written.setdefault(seq, {})[table.name] = rows
    for seq, by_table in written.items():
        names = ", ".join(by_table) or "aucune table"
        if seq not in vouched:
            yield Finding(
                "row_without_command",
                f"Des lignes ({names}) se réclament de l'entrée {seq} du journal, qui n'existe pas.",
                _REPORT,
                subject=str(seq),
            )
        elif _hashed(journal.rows_hash, by_table) != vouched[seq]:
            yield Finding(
                "rows_changed",
                f"Les lignes écrites par l'entrée {seq} du journal ne sont plus les mêmes ({names}).",
                _REPORT,
                subject=str(seq),
            )


def _hashed(how: Callable[[Any], str], what: object) -> str | None:
    """Hash what is stored; a value of a kind that no command stores has no hash."""
    try:
        return how(what)
    except TypeError:
        return None


def _kept(home: Home) -> Entry | head.HeadUnreadable | None:
    # Read before the ledger is: commands that end in between only make the journal longer.
    try:
        return head.read(home)
    except head.HeadUnreadable as refusal:
        return refusal


def _head(
    ledger: Ledger, connection: Connection, known: Entry | head.HeadUnreadable | None
) -> Iterator[Finding]:
    if isinstance(known, head.HeadUnreadable):
        yield known.finding()
        return
    last = journal.last(connection)
    if known is not None and not head.holds(connection, known):
        yield head.JournalForked(ledger.home.head_file, known).finding()
    elif _is_ahead(ledger, last):
        yield Finding(
            "journal_row_added",
            f"Le journal va jusqu'à l'entrée {last.seq}, plus loin que ne l'a retenu "
            f"{ledger.home.head_file} : des entrées ont été ajoutées sans passer par jalon, "
            "ou ce fichier a été effacé ou remplacé.",
            _REPORT,
            file_name=str(ledger.home.head_file),
            subject=str(last.seq),
        )


def _is_ahead(ledger: Ledger, last: Entry) -> bool:
    """Say whether the journal is further than one crash explains: each command first catches up."""
    if ledger.engine.dialect.name != "sqlite":
        return False  # other servers write the same journal, each with a head file of its own
    kept = _kept(ledger.home)
    return not isinstance(kept, head.HeadUnreadable) and last.seq - (kept.seq if kept else 0) > 1


def _locks(connection: Connection) -> Iterator[Finding]:
    held = {(row.phase_id, row.draft_id) for row in connection.execute(select(tables.phase_lock))}
    reserved = _reserved(connection)
    for phase, draft in sorted(reserved - held):
        yield Finding(
            "phase_lock_missing",
            f"L'ébauche ouverte {draft} facture la phase {phase} sans la retenir : "
            "une autre ébauche pourrait la facturer aussi.",
            "Abandonner cette ébauche et la créer à nouveau.",
            subject=phase,
        )
    for phase, draft in sorted(held - reserved):
        yield Finding(
            "phase_lock_stray",
            f"La phase {phase} est retenue pour l'ébauche {draft}, "
            "qui n'est plus ouverte ou ne la facture pas.",
            _REPORT,
            subject=phase,
        )


def _reserved(connection: Connection) -> set[tuple[str, str]]:
    states, lines = tables.draft_states, tables.draft_lines
    latest = {
        row.draft_id: row.state
        for row in connection.execute(
            select(states.c.draft_id, states.c.state).order_by(states.c.seq, states.c.state_id)
        )
    }
    reserving = select(lines.c.phase_id, lines.c.draft_id).where(
        lines.c.phase_id.is_not(None), lines.c.line_kind.in_(RESERVING_KINDS)
    )
    return {
        (phase, draft)
        for phase, draft in connection.execute(reserving)
        if draft in latest and latest[draft] not in CLOSED_STATES
    }
