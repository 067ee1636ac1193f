"""The office: the home, settings and ledger that a server works for, opened once."""

from dataclasses import dataclass

import streamlit as st

from billing.desk import Desk
from firm import clock, settings
from firm.account import account
from firm.home import Home
from ingest import store
from ledger.identity import Actor
from ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Office:
    """What every session of one server shares."""

    home: Home
    settings: settings.Settings
    ledger: Ledger
    account: str

    def desk(self) -> Desk:
        """Sit down to decide, now, as the account that runs the server."""
        return Desk(
            home=self.home,
            ledger=self.ledger,
            settings=self.settings,
            actor=Actor(account=self.account),
            today=clock.today(),
            now=clock.now(),
            sync=store.sync,
        )


def enter() -> Office:
    """Give the office of the home in force; a change of its settings opens it anew.

    Raises:
        Refusal: the home cannot be written, or its settings cannot be read.
    """
    home = Home.find().create()
    return _opened(str(home.root), home.settings_file.stat().st_mtime_ns)


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(root: str, settings_time: int) -> Office:  # noqa: ARG001 -- part of the key
    home = Home.find(root)
    chosen = settings.load(home)
    name = account()
    ledger = Ledger.open(home, chosen, account=name, now=clock.now())
    return Office(home, chosen, ledger, name)
