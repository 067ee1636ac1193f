"""The version of the tables."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from firm.home import Home
from firm.settings import Settings
from ledger import schema, tables
from ledger.copy import COLUMNS
from ledger.engine import reading, writing
from ledger.schema import LedgerTooNew
from ledger.store import Ledger
from tests.ledger.conftest import NOW

ROOT = Path(__file__).parents[2]


def test_the_migrations_make_the_tables_that_the_code_sees(ledger: Ledger) -> None:
    """Columns, keys and indexes are the same in both places, on both engines."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 -- as late as the ledger imports it
    from alembic.migration import MigrationContext  # noqa: PLC0415

    with reading(ledger.engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, tables.metadata) == []


def test_the_revision_named_is_the_latest() -> None:
    """Opening compares with this one alone."""
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.REVISION


def test_a_ledger_from_a_newer_jalon_is_refused(home: Home, settings: Settings) -> None:
    """An old program must not write what it does not understand."""
    ledger = Ledger.open(home, settings, account="marie", now=NOW)
    with writing(ledger.engine) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    ledger.close()
    with pytest.raises(LedgerTooNew) as refused:
        Ledger.open(home, settings, account="marie", now=NOW)
    assert "9999" in refused.value.message


def test_opening_a_current_ledger_is_fast_and_needs_no_migrations(book: Ledger) -> None:
    """Every command opens the ledger: 30 ms at most, and nothing slow imported."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        Ledger.open(book.home, Settings(), account="marie", now=NOW)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.030
    script = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path; "
        "from firm.home import Home; from firm.settings import Settings; from ledger.store import Ledger\n"
        "home, now = Home(Path(sys.argv[1])), datetime(2026, 3, 2, tzinfo=UTC)\n"
        "Ledger.open(home, Settings(), account='marie', now=now)\n"
        "print(sorted({'alembic', 'duckdb', 'polars', 'streamlit', 'psycopg'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(book.home.root)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout.strip() == "[]"


def test_every_copied_column_has_a_type_in_the_warehouse() -> None:
    """The copy of the ledger is typed, column by column, and holds no keys and no locks."""
    assert list(COLUMNS) == [table.name for table in tables.COPIED]
    assert not {"idempotency", "phase_lock"} & set(COLUMNS)
    assert COLUMNS["validations"][4] == ("progress", "DECIMAL(18,12)")
    assert COLUMNS["drafts"][6] == ("net_amount", "DECIMAL(18,2)")
    assert COLUMNS["journal"][1] == ("at", "TIMESTAMP")
