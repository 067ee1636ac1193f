"""Load the example firm into a home: the templates, then the commands, under a set clock."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from billing.desk import Desk
from billing.discard import discard
from billing.draft import draft
from billing.validate import validate
from demo import files, history
from demo.catalogue import FIRM_NAME, FIRM_SIREN_ROOT, MANAGERS, siren
from firm import settings as settings_file
from firm.errors import Refusal
from firm.home import Home
from ingest import store
from ingest.command import ingest
from ledger import people
from ledger.identity import Actor
from ledger.ids import PhaseId
from ledger.store import Ledger
from warehouse import published
from warehouse.build import build

MARKER = "demo.json"
_SETTINGS = f"""\
# Réglages de la société d'exemple : tout y est inventé.

[firm]
name = "{FIRM_NAME}"
siren = "{siren(FIRM_SIREN_ROOT)}"
address = "14 quai des Mariniers"
postcode = "44999"
city = "Kermeur"
"""
# Days before the anchor on which people decide, and which share of the ready phases they draft.
_VALIDATION_DAYS = (9, 4, 1)
_DRAFT_DAYS = (3, 1)
_PHASES_A_DAY = 4


class AnotherFirm(Refusal):
    """The home belongs to a firm that is not the example."""

    code = "another_firm"

    def __init__(self, home: Home) -> None:
        super().__init__(
            f"Le dossier {home.root} contient déjà une autre société : rien n'y a été touché.",
            remedy="Désigner un dossier vide par JALON_HOME pour charger l'exemple.",
        )


@dataclass(frozen=True, slots=True)
class Loaded:
    """The example firm in its home; `was_there` when an earlier run had loaded it."""

    home: Home
    anchor: date
    was_there: bool


@dataclass(frozen=True, slots=True)
class _Stage:
    """A home with its ledger, on which commands are played day by day."""

    home: Home
    ledger: Ledger
    settings: settings_file.Settings
    account: str

    def desk(self, day: date, *, name: str = "") -> Desk:
        return Desk(
            home=self.home,
            ledger=self.ledger,
            settings=self.settings,
            actor=Actor(self.account, name),
            today=day,
            now=_moment(day),
            sync=store.sync,
        )


def load(home: Home, *, account: str, today: date) -> Loaded:
    """Load the example firm as of `today`, once: a second call finds it, an interrupted one goes on.

    Raises:
        AnotherFirm: the home holds something else; nothing is touched.
    """
    marker = home.root / MARKER
    if not marker.exists() and _holds_something(home):
        raise AnotherFirm(home)
    state = (
        json.loads(marker.read_text()) if marker.exists() else {"anchor": today.isoformat(), "done": False}
    )
    anchor = date.fromisoformat(str(state["anchor"]))
    if not state["done"]:
        home.create()
        marker.write_text(json.dumps(state))
        home.settings_file.write_text(_SETTINGS, encoding="utf-8")
    settings = settings_file.load(home)
    stage = _Stage(
        home, Ledger.open(home, settings, account=account, now=_moment(_first(anchor))), settings, account
    )
    if not state["done"]:
        _play(stage, anchor)
        marker.write_text(json.dumps({**state, "done": True}))
    build(home, stage.ledger, settings, today=today)
    return Loaded(home, anchor, was_there=bool(state["done"]))


def _holds_something(home: Home) -> bool:
    return home.root.exists() and any(home.root.iterdir())


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), tzinfo=UTC)


def _first(anchor: date) -> date:
    return anchor - timedelta(days=max(_VALIDATION_DAYS) + 1)


def _play(stage: _Stage, anchor: date) -> None:
    first = _first(anchor)
    _hire(stage, first)
    with TemporaryDirectory() as folder:
        told = files.write(history.tell(anchor), Path(folder))
        for paths in (told, [files.write_faulty(Path(folder), anchor)]):
            ingest(
                stage.home,
                stage.ledger,
                stage.settings,
                paths,
                actor=Actor(stage.account),
                now=_moment(first),
                today=first,
            )
    for days in sorted({*_VALIDATION_DAYS, *_DRAFT_DAYS}, reverse=True):
        _a_day(stage, anchor - timedelta(days=days), days)


def _hire(stage: _Stage, day: date) -> None:
    staff: list[tuple[str, str, str | None]] = [
        ("claire.compta", "billing", None),
        ("direction", "director", None),
        ("analyse", "analyst", None),
    ]
    staff += [(_login(name), "project_manager", name) for name in MANAGERS]
    for name, role, manager in staff:
        people.add(
            stage.ledger,
            name,
            role=role,
            manager=manager,
            actor=Actor(stage.account),
            now=_moment(day),
            key=f"demo-user-{name}",
        )


def _login(name: str) -> str:
    return name.split(maxsplit=1)[0].lower().replace("ë", "e")


def _a_day(stage: _Stage, day: date, days: int) -> None:
    """Play one day's decisions; each carries a key, so that a second run repeats none."""
    build(stage.home, stage.ledger, stage.settings, today=day)
    if days in _VALIDATION_DAYS:
        for phase_id, manager, progress in list(_in_progress(stage, days)):
            desk = stage.desk(day, name=_login(manager))
            validate(desk, phase_id, progress=progress, on=day, key=f"demo-validate-{days}-{phase_id}")
    if days in _DRAFT_DAYS:
        ready = [phase_id for (phase_id,) in _ask(stage, _READY)]
        drafted = draft(stage.desk(day, name="claire.compta"), ready, key=f"demo-draft-{days}")
        if days == min(_DRAFT_DAYS):
            discard(stage.desk(day, name="claire.compta"), drafted[0].draft_id, key=f"demo-discard-{days}")


_READY = """
    select phase_id
    from marts.billable
    where is_billable
    order by waiting_days desc, phase_id
    limit 6
"""
_UNDER_WAY = """
    select phase_id, manager, progress_ratio
    from marts.progress
    where billing_mode = 'progress' and progress_ratio < 0.65 and is_signed
    order by md5(phase_id || ?), phase_id
    limit ?
"""


def _in_progress(stage: _Stage, days: int) -> Iterator[tuple[PhaseId, str, Decimal]]:
    """The phases that advance on this day, a few, by a third of what is left."""
    for phase_id, manager, progress in _ask(stage, _UNDER_WAY, [str(days), _PHASES_A_DAY]):
        yield PhaseId(phase_id), manager, (progress + (1 - progress) / 3).quantize(Decimal("0.01"))


def _ask(stage: _Stage, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    with published.reading(stage.home) as connection:
        return connection.execute(query, list(parameters)).fetchall()
