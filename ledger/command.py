"""A command under way: what it may read, append, lock and note before its journal row closes it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from firm.errors import Refusal
from firm.findings import Finding
from ledger import journal, rights, tables
from ledger.canonical import canonical, digest
from ledger.identity import Actor, Person
from ledger.ids import DraftId, PhaseId
from ledger.journal import Entry

# Columns that say when a row was written and by whom, filled in unless given.
_MOMENTS = ("at", "recorded_at", "created_at")
_AUTHORS = ("actor", "created_by")


class Answered(Exception):  # noqa: N818 -- an answer, not an error
    """This key was used before for the same request; here is what was answered then."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__("answered before")
        self.answer = answer


class KeyReused(Refusal):
    """This key was used before for another request."""

    code = "key_reused"

    def __init__(self, key: str, *, verb: str) -> None:
        super().__init__(
            f"La clé « {key} » a déjà servi à une autre demande (« {verb} »).",
            remedy="Choisir une clé nouvelle pour chaque demande.",
            subject=key,
        )


class PhaseHeld(Refusal):
    """An open draft holds the phase already."""

    code = "phase_held"

    def __init__(self, holders: Mapping[str, str]) -> None:
        sentences = {
            phase: f"La phase {phase} est déjà dans l'ébauche {draft}." for phase, draft in holders.items()
        }
        first, *more = sentences
        remedy = "Ouvrir cette ébauche, ou l'abandonner pour libérer la phase."
        super().__init__(
            sentences[first],
            remedy=remedy,
            subject=first,
            others=tuple(Finding(self.code, sentences[phase], remedy, subject=phase) for phase in more),
        )
        self.holders = dict(holders)


@dataclass(slots=True)
class Command:
    """One decision being written; `seq` is the journal row that will close it.

    Use it inside `Ledger.command` only. Nothing is visible to others before the end of that block, and
    nothing remains of it if the block raises.
    """

    verb: str
    subject: str
    actor: Actor
    now: datetime
    person: Person
    connection: Connection
    previous: Entry
    key: str | None = None
    request_hash: str = ""
    _before: object = None
    _after: object = None
    _reason: str | None = None
    _answer: dict[str, Any] = field(default_factory=dict)
    _has_written: bool = False
    _is_nothing: bool = False
    _ids: int = 0

    @property
    def seq(self) -> int:
        """Give the number of the journal row that will close this command."""
        return self.previous.seq + 1

    def new_id(self, prefix: str) -> str:
        """Make a short identifier that nobody else can make: `E12`, then `E12-2` within one command."""
        self._ids += 1
        return f"{prefix}{self.seq}" if self._ids == 1 else f"{prefix}{self.seq}-{self._ids}"

    def append(self, table: Table, **values: Any) -> None:  # noqa: ANN401 -- a row's values
        """Append one row; `seq`, the moment and the author are filled in where they are not given."""
        self.append_rows(table, [values])

    def append_rows(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Append rows of one table, in one statement."""
        if table not in tables.VOUCHED:
            message = f"commands do not append to {table.name}"
            raise ValueError(message)
        names = [column.name for column in table.columns]
        given = self._filled(names)
        complete = [self._row(table, names, given, row) for row in rows]
        if complete:
            self.connection.execute(insert(table), complete)
            self._has_written = True

    def lock_phases(self, phase_ids: Sequence[PhaseId], draft_id: DraftId) -> None:
        """Hold phases for a draft, so that no other draft takes them.

        Raises:
            PhaseHeld: an open draft has one of them; names each and its draft.
        """
        wanted = set(phase_ids)
        lock = tables.phase_lock
        taken = self.connection.execute(select(lock.c.phase_id, lock.c.draft_id).order_by(lock.c.phase_id))
        holders = {phase: draft for phase, draft in taken if phase in wanted}
        if holders:
            raise PhaseHeld(holders)
        if phase_ids:
            rows = [{"phase_id": phase, "draft_id": draft_id} for phase in phase_ids]
            self.connection.execute(insert(lock), rows)

    def unlock_phases(self, phase_ids: Sequence[PhaseId]) -> None:
        """Let go of phases: their draft was discarded or issued."""
        if phase_ids:
            held = delete(tables.phase_lock).where(tables.phase_lock.c.phase_id == bindparam("held"))
            self.connection.execute(held, [{"held": phase} for phase in phase_ids])

    def require_own(self, subject: str, *, manager: str | None) -> None:
        """Let pass a subject whose project has this manager, or any where the person's role sees all.

        Raises:
            NotOwnProject: the project is someone else's; the journal keeps one row of it.
        """
        rights.require_own(self.verb, self.person, subject=subject, manager=manager)

    def note(self, *, before: object = None, after: object = None, reason: str | None = None) -> None:
        """Say in the journal what was so before, what is so now, and why."""
        self._before = before if before is not None else self._before
        self._after = after if after is not None else self._after
        self._reason = reason if reason is not None else self._reason

    def answer(self, answer: dict[str, Any]) -> None:
        """Keep what is answered, for whoever asks again with the same key."""
        self._answer = answer

    def nothing(self) -> None:
        """Leave no trace, the journal included: there was nothing to decide."""
        if self._has_written:
            message = "rows were appended"
            raise ValueError(message)
        self._is_nothing = True

    def check_key(self, request: object) -> None:
        """Answer a key that was used before.

        Raises:
            Answered: for the same request, with its first answer.
            KeyReused: for another one.
        """
        if self.key is None:
            return
        self.request_hash = digest(self.verb, self.subject, canonical(request))
        known = tables.idempotency
        row = self.connection.execute(select(known).where(known.c.key == self.key)).first()
        if row is None:
            return
        if (row.verb, row.request_hash) != (self.verb, self.request_hash):
            raise KeyReused(self.key, verb=row.verb)
        raise Answered(json.loads(row.answer))

    def close(self) -> Entry | None:
        """Write the journal row that vouches for everything above it."""
        if self._is_nothing:
            return None
        if self.key is not None:
            self.append(
                tables.idempotency,
                key=self.key,
                verb=self.verb,
                request_hash=self.request_hash,
                answer=self._answer,
            )
        return journal.write(
            self.connection,
            self.previous,
            actor=self.actor,
            at=self.now,
            verb=self.verb,
            subject=self.subject,
            outcome="done",
            before=self._before,
            after=self._after,
            reason=self._reason,
        )

    def _filled(self, names: Iterable[str]) -> dict[str, Any]:
        moments = dict.fromkeys(_MOMENTS, self.now)
        authors = dict.fromkeys(_AUTHORS, self.actor.name)
        known = {**moments, **authors, "seq": self.seq}
        return {name: known.get(name) for name in names}

    def _row(
        self, table: Table, names: Sequence[str], given: Mapping[str, Any], row: Mapping[str, Any]
    ) -> dict[str, Any]:
        unknown = row.keys() - set(names) | (row.keys() & {"seq"})
        if unknown:
            message = f"{table.name} takes no {', '.join(sorted(unknown))}"
            raise ValueError(message)
        return {**given, **row}
