"""A real home for a random firm: its files ingested, its decisions in the ledger, its warehouse built."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import duckdb

from firm.home import Home
from firm.settings import BillingSettings, Settings
from ingest import store
from ingest.command import ingest
from ledger import tables
from ledger.identity import Actor
from ledger.ids import DraftId, PhaseId
from ledger.store import Ledger
from tests.oracle.facts import ZERO, Draft, DraftLine, Firm, Row, cents
from tests.oracle.files import Spelling, write
from warehouse import asof
from warehouse.build import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ledger.command import Command

ACTOR = Actor("amelie")


@dataclass(frozen=True, slots=True)
class Household:
    """A home and the day it is looked at."""

    home: Home
    ledger: Ledger
    settings: Settings
    today: dt.date
    sources: Path

    @property
    def now(self) -> dt.datetime:
        """Noon of that day."""
        return dt.datetime.combine(self.today, dt.time(12), tzinfo=dt.UTC)

    @classmethod
    def found(cls, folder: Path, *, today: dt.date, is_evidence_required: bool = False) -> Household:
        """Found an empty home in a folder."""
        settings = Settings(billing=BillingSettings(evidence_required=is_evidence_required))
        home = Home(folder / "home").create()
        noon = dt.datetime.combine(today, dt.time(12), tzinfo=dt.UTC)
        ledger = Ledger.open(home, settings, account=ACTOR.account, now=noon)
        return cls(home, ledger, settings, today, folder / "sources")

    def take_in(self, tables: dict[str, list[Row]], *, name: str, spelling: Spelling) -> None:
        """Ingest rows as files of a folder of that name."""
        paths = write(self.sources / name, tables, spelling)
        ingest(self.home, self.ledger, self.settings, paths, actor=ACTOR, now=self.now, today=self.today)

    def decide(self, firm: Firm) -> None:
        """Write a firm's validations and drafts into the ledger, each in a command of its own."""
        for made in firm.validations:
            with self.ledger.command("validate", subject=made.phase_id, actor=ACTOR, now=self.now) as command:
                command.append(
                    tables.validations,
                    validation_id=command.new_id("V"),
                    phase_id=made.phase_id,
                    validated_on=made.validated_on,
                    progress=made.progress,
                    evidence_hash="0" * 64 if made.has_evidence else None,
                    evidence_name="pv.pdf" if made.has_evidence else None,
                )
        for draft in firm.drafts:
            with self.ledger.command("draft", subject=draft.draft_id, actor=ACTOR, now=self.now) as command:
                _append_draft(command, draft)
            if draft.discarded_on is not None:
                subject = draft.draft_id
                with self.ledger.command("discard", subject=subject, actor=ACTOR, now=self.now) as command:
                    command.unlock_phases([PhaseId(line.phase_id) for line in draft.lines])
                    _append_state(command, draft, "discarded", draft.discarded_on)

    def build(self) -> list[str]:
        """Build the warehouse; say the checks that failed."""
        report = build(self.home, self.ledger, self.settings, today=self.today, sync=store.sync)
        return [f"{each.check}: {each.rows[:3]}" for each in report.failed_checks if each.is_blocking]

    def rows(self, relation: str) -> list[Row]:
        """Read a relation of the published warehouse whole."""
        return _read(self.home.warehouse, relation)

    @contextmanager
    def as_of(self, day: dt.date) -> Iterator[Callable[[str], list[Row]]]:
        """Give a reader of the relations as they were on an earlier day."""
        with asof.file(self.home, self.ledger, self.settings, day=day, sync=store.sync) as file:
            yield partial(_read, file)


def _read(file: Path, relation: str) -> list[Row]:
    with duckdb.connect(str(file), read_only=True) as con:
        found = con.execute(f"select * from {relation}")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _append_draft(command: Command, draft: Draft) -> None:
    net = sum((line.net_amount for line in draft.lines), ZERO)
    vat = _vat(draft.lines)
    command.append(
        tables.drafts,
        draft_id=draft.draft_id,
        document_kind=draft.document_kind,
        project_id=draft.project_id,
        quote_id=draft.quote_id,
        client_id=draft.client_id,
        net_amount=net,
        vat_amount=vat,
        gross_amount=net + vat,
        retention_amount=Decimal("0.00"),
        drafted_on=draft.drafted_on,
    )
    for number, line in enumerate(draft.lines, start=1):
        command.append(
            tables.draft_lines,
            draft_id=draft.draft_id,
            line_number=number,
            phase_id=line.phase_id,
            line_kind=line.line_kind,
            label="Honoraires",
            net_amount=line.net_amount,
            vat_rate=line.vat_rate,
            retention_rate=Decimal(0),
        )
    _append_state(command, draft, "open", draft.drafted_on)
    command.lock_phases([PhaseId(line.phase_id) for line in draft.lines], DraftId(draft.draft_id))


def _append_state(command: Command, draft: Draft, state: str, on: dt.date) -> None:
    command.append(
        tables.draft_states,
        state_id=command.new_id("S"),
        draft_id=draft.draft_id,
        state=state,
        stated_on=on,
    )


def _vat(lines: tuple[DraftLine, ...]) -> Decimal:
    return sum(
        (
            cents(rate * sum(line.net_amount for line in lines if line.vat_rate == rate))
            for rate in {line.vat_rate for line in lines}
        ),
        ZERO,
    )
