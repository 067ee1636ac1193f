"""The place where a verb works: the home, its settings and ledger, who acts, and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from billing.desk import Desk
from cli.answers import Call
from firm import clock, settings
from firm.account import account
from firm.home import Home
from firm.settings import Settings
from ingest import store
from ledger.identity import Actor
from ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Place:
    """Everything that a verb needs to know about where it is."""

    home: Home
    settings: Settings
    ledger: Ledger
    actor: Actor
    today: date
    now: datetime
    key: str | None

    def desk(self) -> Desk:
        """Sit down to decide."""
        return Desk(
            home=self.home,
            ledger=self.ledger,
            settings=self.settings,
            actor=self.actor,
            today=self.today,
            now=self.now,
            sync=store.sync,
        )

    def require(self, verb: str, *, subject: str) -> None:
        """Check the right to a verb that decides nothing; a refusal is journaled."""
        self.ledger.require(verb, subject=subject, actor=self.actor, now=self.now)


@contextmanager
def opened(call: Call) -> Iterator[Place]:
    """Open the home in force; the first account to do so founds it."""
    home, now = Home.find(), clock.now()
    if not home.ledger_file.exists():
        home.create()
    chosen = settings.load(home)
    name = account()
    ledger = Ledger.open(home, chosen, account=name, now=now)
    try:
        yield Place(home, chosen, ledger, Actor(name, call.actor or ""), clock.today(), now, call.key)
    finally:
        ledger.close()
