"""A home to ingest into, and what a test reads back from its raw store."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from firm.home import Home
from firm.settings import IngestSettings, Settings
from ingest import command, store
from ingest.command import Ingested
from ledger import tables
from ledger.identity import Actor
from ledger.store import Ledger

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SOURCES = Path(__file__).parents[3] / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Office:
    """A firm that has nothing yet but a folder of files."""

    home: Home
    ledger: Ledger
    files: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file where the firm keeps its exports."""
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def ingest(
        self, *paths: Path, source: str | None = None, key: str | None = None, max_mb: int = 2048
    ) -> Ingested:
        """Ingest files as the founder."""
        settings = Settings(ingest=IngestSettings(max_file_mb=max_mb))
        return command.ingest(
            self.home,
            self.ledger,
            settings,
            paths,
            source=source,
            actor=Actor("marie"),
            now=NOW,
            today=TODAY,
            key=key,
        )

    def take(self, content: str | bytes, name: str = "export.csv") -> Ingested:
        """Write one file and ingest it."""
        return self.ingest(self.write(name, content))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Read the raw store."""
        con = duckdb.connect()
        try:
            con.execute(f"attach '{self.home.raw_file}' as raw (read_only)")
            return con.execute(sql).fetchall()
        finally:
            con.close()

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Give every table of the raw store, in an order that does not depend on how it was filled."""
        names = self.rows("select table_name from duckdb_tables() where database_name = 'raw' order by all")
        return {name: self.rows(f"select * from raw.{name} order by all") for (name,) in names}

    def loads(self) -> list[Any]:
        """Read the loads that the ledger remembers."""
        with self.ledger.read() as connection:
            return list(connection.execute(tables.loads.select().order_by("load_id")))

    def seq(self) -> int:
        """Give the ledger's latest sequence number."""
        with self.ledger.read() as connection:
            return self.ledger.head(connection)

    def sync(self) -> None:
        """Bring the raw store in step with the ledger."""
        store.sync(self.home, self.ledger)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A founded home, empty."""
    home = Home(tmp_path / "home").create()
    ledger = Ledger.open(home, Settings(), account="marie", now=NOW)
    yield Office(home, ledger, tmp_path / "exports")
    ledger.close()
