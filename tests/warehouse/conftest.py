"""A small firm with six models of its own, and a real ledger."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import Connection

from firm.home import Home
from firm.settings import Settings
from ledger import tables
from ledger.identity import Actor
from ledger.store import Ledger
from warehouse import published
from warehouse.build import BuildReport, Sync, build
from warehouse.refresh import refresh

MODELS = Path(__file__).parent / "models"
TODAY = dt.date(2026, 6, 30)
NOW = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)


@dataclass
class Firm:
    """A home, its ledger, and what tests do to them."""

    home: Home
    ledger: Ledger
    settings: Settings
    sql: Path = MODELS
    today: dt.date = TODAY

    def load(self, load_id: int, phases: Mapping[str, str]) -> None:
        """Put phases with their amounts into the raw store and the load into the ledger."""
        con = duckdb.connect(str(self.home.raw_file))
        con.execute((self.sql / "raw.sql").read_text())
        for number, (phase_id, amount) in enumerate(phases.items(), start=2):
            con.execute("delete from phases where phase_id = ?", [phase_id])
            con.execute(
                "insert into phases values (?, ?, ?, 'phases.csv', ?)", [phase_id, amount, load_id, number]
            )
        con.execute("insert into loaded values (?)", [load_id])
        con.close()
        with self.ledger.command("ingest", subject=str(load_id), actor=Actor("ada"), now=NOW) as command:
            command.append(
                tables.loads,
                load_id=load_id,
                recorded_at=NOW,
                batch_id=f"B{load_id}",
                source="templates",
                template="phases",
                file_name="phases.csv",
                file_hash="0" * 64,
                byte_count=1,
                mapping_hash=None,
                read_count=len(phases),
                accepted_count=len(phases),
                rejected_count=0,
                unchanged_count=0,
            )

    def validate(self, phase_id: str, progress: str, on: dt.date = TODAY) -> None:
        """State a progress."""
        with self.ledger.command("validate", subject=phase_id, actor=Actor("ada"), now=NOW) as command:
            command.append(
                tables.validations,
                validation_id=f"V{command.seq}",
                phase_id=phase_id,
                validated_on=on,
                progress=Decimal(progress),
                evidence_hash=None,
                evidence_name=None,
                reason=None,
                recorded_at=NOW,
                actor="ada",
            )

    def build(self) -> BuildReport:
        """Build whole."""
        return build(self.home, self.ledger, self.settings, today=self.today, sql=self.sql)

    def refresh(self, connection: Connection | None = None, sync: Sync | None = None) -> published.Stamp:
        """Bring up to date."""
        return refresh(
            self.home,
            self.ledger,
            self.settings,
            today=self.today,
            connection=connection,
            sync=sync,
            sql=self.sql,
        )

    def rows(self, relation: str) -> list[dict[str, Any]]:
        """What is published."""
        with published.open(self.home) as warehouse:
            cursor = warehouse.connection.execute(f"select * from {relation} order by all")
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every published relation, but for what names the build."""
        with published.open(self.home) as warehouse:
            con = warehouse.connection
            names = con.execute(
                "select table_schema || '.' || table_name from information_schema.tables "
                "where table_catalog = 'warehouse' order by all"
            ).fetchall()
            found = {name: con.execute(f"select * from {name} order by all").fetchall() for (name,) in names}
        del found["core.build"]
        return found


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """An empty firm."""
    home = Home.find(tmp_path / "home").create()
    ledger = Ledger.open(home, Settings(), account="ada", now=NOW)
    yield Firm(home, ledger, Settings())
    ledger.close()
