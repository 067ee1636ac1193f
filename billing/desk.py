"""The desk: the one way in which a decision is taken, whoever asks and from wherever."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import func, select

from firm.errors import Refusal
from firm.findings import Finding
from firm.home import Home
from firm.locks import Busy
from firm.settings import Settings
from ledger.command import Answered, Command
from ledger.identity import Actor
from ledger.store import Ledger
from ledger.tables import loads
from warehouse import published
from warehouse.refresh import FilesArriving, refresh

ATTEMPTS = 20

Answer = TypeVar("Answer")
Sync = Callable[[Home, Ledger], object]

log = logging.getLogger("jalon.desk")


class _Behind(Exception):  # noqa: N818 -- asks for another attempt, nobody sees it
    """The warehouse misses loads or another day: it is rebuilt before the ledger is held, not while."""


@dataclass(slots=True)
class Decision:
    """A decision under way: fresh facts to read, a ledger command to write."""

    desk: "Desk"
    command: Command
    _facts: published.Published | None = None

    @property
    def today(self) -> date:
        """The day on which it is taken."""
        return self.desk.today

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Read the warehouse as the ledger stands now, this decision excepted."""
        if self._facts is None:
            self._facts = self._fresh()
        cursor = self._facts.cursor()
        try:
            found = cursor.execute(query, list(parameters))
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of the warehouse."""
        if self._facts is not None:
            self._facts.close()
            self._facts = None

    def _fresh(self) -> published.Published:
        desk, command = self.desk, self.command
        known = published.stamp(desk.home)
        if known is None or known.today != desk.today or _has_loads_after(command, known.seq):
            raise _Behind
        try:
            refresh(
                desk.home,
                desk.ledger,
                desk.settings,
                today=desk.today,
                connection=command.connection,
                sync=desk.sync,
            )
        except FilesArriving:
            raise _Behind from None
        facts = published.open(desk.home)
        if (facts.stamp.seq, facts.stamp.today) != (command.previous.seq, desk.today):
            facts.close()
            raise _Behind
        return facts


def _has_loads_after(command: Command, seq: int) -> bool:
    latest = command.connection.execute(select(func.max(loads.c.seq))).scalar()
    return latest is not None and latest > seq


@dataclass(frozen=True, slots=True)
class Desk:
    """Where someone decides: a home, an actor, a moment. One desk serves one command line or one page run."""

    home: Home
    ledger: Ledger
    settings: Settings
    actor: Actor
    today: date
    now: datetime
    sync: Sync
    """Brings the raw store in step with the ledger before a full build (billing knows nothing of ingest)."""
    notices: list[Finding] = field(default_factory=list)
    """What went wrong after a decision was committed: it stands, its figures will follow."""

    def decide(
        self,
        verb: str,
        *,
        subject: str,
        request: object,
        work: Callable[[Decision], Answer],
        shape: type[Answer],
        key: str | None = None,
        publish: bool = True,
    ) -> Answer:
        """Take one decision: right, key, fresh facts, `work`, journal row, commit, refresh.

        `work` may run again from the start when files were loaded at the same moment; what it appended is
        undone then, as it is when it raises. `publish=False` leaves the refresh to a later `refresh()`.

        Raises:
            NotAllowed: the actor has no right to the verb.
            KeyReused: the key belongs to another request.
            Busy: loads kept coming, or another command did not end in time.
        """
        answers = TypeAdapter(shape)
        for _ in range(ATTEMPTS):
            try:
                with self.ledger.command(
                    verb, subject=subject, actor=self.actor, now=self.now, key=key, request=request
                ) as command:
                    answer = _worked(work, Decision(self, command))
                    command.answer(answers.dump_python(answer, mode="json"))
            except Answered as answered:
                return answers.validate_python(answered.answer)
            except _Behind:
                self.refresh()
                continue
            if publish:
                self._follow()
            return answer
        raise Busy("l'entrepôt", seconds=60)

    def refresh(self) -> published.Stamp:
        """Bring the warehouse to the ledger and to the day; nothing to do costs almost nothing."""
        return refresh(self.home, self.ledger, self.settings, today=self.today, sync=self.sync)

    def _follow(self) -> None:
        """Publish a decision that is committed: whatever happens here, it stands."""
        try:
            self.refresh()
        except Refusal as refusal:
            self.notices.append(replace(_NOT_PUBLISHED, remedy=f"{refusal.remedy} Puis lancer jalon build."))
        except Exception:
            log.exception("refresh after a decision")
            self.notices.append(_NOT_PUBLISHED)


def _worked(work: Callable[[Decision], Answer], decision: Decision) -> Answer:
    try:
        return work(decision)
    finally:
        decision.close()


_NOT_PUBLISHED = Finding(
    code="not_published",
    message="La décision est enregistrée, mais l'entrepôt n'a pas pu être mis à jour.",
    remedy="Lancer jalon build.",
)
