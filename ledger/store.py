"""The ledger of a home: opened, read, and written one command at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from firm.errors import DiskFull
from firm.home import Home, HomeUnwritable
from firm.settings import Settings
from ledger import engine, head, journal, people, rights, schema, tables
from ledger.command import Command
from ledger.identity import Actor, Person
from ledger.journal import Entry


@dataclass(frozen=True, slots=True)
class Ledger:
    """What people decided in a home."""

    home: Home
    engine: Engine

    @classmethod
    def open(cls, home: Home, settings: Settings, *, account: str, now: datetime) -> "Ledger":
        """Open a home's ledger; the first account to do so founds it and becomes its admin.

        Any number of processes may do so at once: one founds, the others find.

        Raises:
            HomeUnwritable, DiskFull: there is none yet and it cannot be created.
            LedgerTooNew, LedgerUnreadable, LedgerUnreachable: there is one that cannot be used.
            JournalForked: there was one, and it is gone.
        """
        ledger = cls(home, engine.connect(home, settings.ledger_url))
        try:
            if not ledger._is_current():
                home.create()
                ledger._prepare(Actor(account), now)
        except BaseException:
            ledger.close()
            raise
        return ledger

    def close(self) -> None:
        """Let go of what the engine keeps open."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open one consistent view of the ledger; keep it short, commits wait for it."""
        with engine.reading(self.engine) as connection:
            yield connection

    def head(self, connection: Connection) -> int:
        """Give the latest seq."""
        return journal.last(connection).seq

    def people(self, connection: Connection) -> dict[str, Person]:
        """Give everyone who may use this home, by name."""
        return people.current(connection)

    def require(self, verb: str, *, subject: str, actor: Actor, now: datetime) -> Person:
        """Check the right to a verb that writes nothing here; a refusal is journaled.

        Raises:
            NotAllowed: the right is missing.
        """
        with (
            self._journaling_refusals(verb, subject=subject, actor=actor, now=now),
            self.read() as connection,
        ):
            return rights.check(verb, actor=actor, people=people.current(connection))

    def require_own(
        self, verb: str, person: Person, *, subject: str, manager: str | None, actor: Actor, now: datetime
    ) -> None:
        """Check, after `require`, that the subject's manager is the person, where they see only their own.

        Raises:
            NotOwnProject: the project is someone else's.
        """
        with self._journaling_refusals(verb, subject=subject, actor=actor, now=now):
            rights.require_own(verb, person, subject=subject, manager=manager)

    @contextmanager
    def command(
        self,
        verb: str,
        *,
        subject: str,
        actor: Actor,
        now: datetime,
        key: str | None = None,
        request: object = None,
    ) -> Iterator[Command]:
        """Decide something: right, key, then the body, then its journal row, in one transaction.

        A body that raises leaves nothing, but for one journal row where a right was missing.

        Raises:
            NotAllowed: the right is missing.
            Answered: this key and this request were answered before.
            KeyReused: this key belongs to another request.
            JournalForked: the ledger is not the one that this home knows.
            Busy: another command did not finish in time.
        """
        with (
            self._journaling_refusals(verb, subject=subject, actor=actor, now=now),
            engine.writing(self.engine) as connection,
        ):
            last = self._last(connection)
            person = rights.check(verb, actor=actor, people=people.current(connection))
            command = Command(verb, subject, actor, now, person, connection, last, key)
            command.check_key(request)
            yield command
            entry = command.close()
        if entry is not None:
            head.advance(self.home, entry)

    def _is_current(self) -> bool:
        if self.engine.dialect.name == "sqlite" and not self.home.ledger_file.exists():
            return False
        with self.read() as connection:
            return schema.version(connection) == schema.REVISION

    def _prepare(self, founder: Actor, now: datetime) -> None:
        """Migrate, and found where nobody did, in one transaction: no crash leaves half of it."""
        with engine.writing(self.engine) as connection:
            if schema.version(connection) != schema.REVISION:
                schema.migrate(connection)
            last = self._last(connection)
            entry = _found(connection, founder, now) if last == journal.START else last
        head.advance(self.home, entry)

    def _last(self, connection: Connection) -> Entry:
        last = journal.last(connection)
        head.verify(self.home, connection, last)
        return last

    @contextmanager
    def _journaling_refusals(self, verb: str, *, subject: str, actor: Actor, now: datetime) -> Iterator[None]:
        try:
            yield
        except rights.NotAllowed as refusal:
            self._refuse(verb, subject, actor, now, refusal)
            raise

    def _refuse(
        self, verb: str, subject: str, actor: Actor, now: datetime, refusal: rights.NotAllowed
    ) -> None:
        """Journal a missing right, in a transaction of its own, wherever something can be written."""
        try:
            with engine.writing(self.engine) as connection:
                entry = journal.write(
                    connection,
                    self._last(connection),
                    actor=actor,
                    at=now,
                    verb=verb,
                    subject=subject,
                    outcome="refused",
                    reason=refusal.message,
                )
        except (HomeUnwritable, DiskFull):
            return
        head.advance(self.home, entry)


def _found(connection: Connection, founder: Actor, now: datetime) -> Entry:
    admin = Person(founder.name, "admin")
    command = Command("found", "home", founder, now, admin, connection, journal.START)
    command.append(tables.users, actor=founder.name, role="admin", state="added")
    command.note(after={"actor": founder.name, "role": "admin"})
    entry = command.close()
    assert entry is not None  # noqa: S101 -- founding writes
    return entry
