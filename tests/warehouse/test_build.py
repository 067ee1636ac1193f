"""A build publishes a whole warehouse, or leaves the one before."""

import datetime as dt
import shutil
import stat
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import MODELS, Firm
from warehouse import published
from warehouse.engine import ModelFailed


def test_a_build_derives_every_relation(firm: Firm) -> None:
    """Rows of files and decisions of the ledger meet in the marts."""
    firm.load(1, {"P1": "100.00", "P2": "50.50"})
    firm.validate("P1", "0.30")

    report = firm.build()

    assert report.is_published
    assert {item.relation: item.rows for item in report.items}["marts.billable"] == 2
    assert firm.rows("marts.billable")[0]["earned_amount"] == Decimal("30.00")
    assert firm.rows("core.build")[0]["ledger_seq"] == 3


def test_an_empty_home_builds(firm: Firm) -> None:
    """Nothing was ever loaded: the relations exist, typed and empty."""
    assert firm.build().is_published
    assert firm.rows("marts.billable") == []


def test_today_is_the_day_asked_for(firm: Firm) -> None:
    """A validation dated later does not exist yet."""
    firm.load(1, {"P1": "100.00"})
    firm.validate("P1", "0.30", on=dt.date(2026, 7, 1))
    firm.build()
    assert firm.rows("marts.billable")[0]["earned_amount"] == 0
    firm.today = dt.date(2026, 7, 1)
    firm.build()
    assert firm.rows("marts.billable")[0]["earned_amount"] == 30


def test_a_blocking_check_leaves_the_warehouse_before(firm: Firm) -> None:
    """A phase beyond its contract is not published; the report names it."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    before = firm.everything()
    firm.validate("P9", "0.30")

    report = firm.build()

    assert not report.is_published
    assert [failed.check for failed in report.failed_checks] == [
        "core.progress relates phase_id -> staging.phases.phase_id"
    ]
    assert report.failed_checks[0].rows[0]["phase_id"] == "P9"
    assert report.findings()[0].code == "check_failed"
    assert firm.everything() == before


def test_a_warning_is_told_and_published(firm: Firm) -> None:
    """An odd amount is worth a word."""
    firm.load(1, {"P1": "2000000.00"})
    firm.validate("P1", "1")
    report = firm.build()
    assert report.is_published
    assert [failed.is_blocking for failed in report.failed_checks] == [False]


def test_a_model_that_cannot_run_is_a_refusal(firm: Firm, tmp_path: Path) -> None:
    """The engine's sentence, the relation, and no traceback; the warehouse stays."""
    firm.build()
    firm.sql = tmp_path / "sql"
    shutil.copytree(MODELS, firm.sql)
    broken = firm.sql / "marts" / "build.sql"
    broken.write_text(broken.read_text().replace("select today,", "select error('trop tard') as today,"))
    before = published.stamp(firm.home)
    with pytest.raises(ModelFailed, match=r"marts\.build"):
        firm.build()
    assert published.stamp(firm.home) == before


def test_nothing_is_left_beside_the_warehouse(firm: Firm) -> None:
    """Drafts, spill and logs are gone after a build, and what a killed one left goes with the next."""
    (firm.home.work / "build-1-dead.duckdb").write_text("")
    (firm.home.work / "build-1-dead.spill").mkdir()
    firm.build()
    assert [found.name for found in firm.home.work.iterdir() if found.name.startswith("build-")] == []


def test_the_published_file_is_read_only_and_opens_in_older_tools(firm: Firm) -> None:
    """Mode 0444, storage version v1.2.0."""
    firm.build()
    assert stat.S_IMODE(firm.home.warehouse.stat().st_mode) == 0o444
    con = duckdb.connect(":memory:")
    con.execute(f"attach '{firm.home.warehouse}' as w (read_only)")
    tags = con.execute("select tags from duckdb_databases() where database_name = 'w'").fetchall()[0][0]
    con.close()
    assert tags["storage_version"].startswith("v1.2.0")


def test_any_tool_may_open_the_file_directly(firm: Firm) -> None:
    """Views and comments work under whatever name a tool gives the database."""
    firm.build()
    con = duckdb.connect(str(firm.home.warehouse), read_only=True)
    assert con.execute("select verb from marts.journal").fetchall() == [("found",)]
    table, column = con.execute(
        "select comment from duckdb_tables() where schema_name = 'marts' and table_name = 'billable' "
        "union all select comment from duckdb_columns() where table_name = 'billable' "
        "and column_name = 'earned_amount'"
    ).fetchall()
    con.close()
    assert table[0].startswith("One row per phase, with what it earned.")
    assert column[0] == "EUR before VAT"


KILLED = """
import os, sys
sys.path.insert(0, os.getcwd())
from pathlib import Path
from tests.warehouse.conftest import *
import warehouse.publication as publication
from warehouse import runner, build as building
home = Home.find(sys.argv[1])
firm = Firm(home, Ledger.open(home, Settings(), account="ada", now=NOW), Settings())
def die(*a, **k): os.kill(os.getpid(), 9)
place = sys.argv[2]
if place == "models": runner.comment = die
elif place == "checkpoint": publication.close = die
elif place == "verify": publication._verify = die
elif place == "rename": Path.replace = die
elif place == "after": building.BuildReport = die
firm.build()
"""


@pytest.mark.parametrize("place", ["models", "checkpoint", "verify", "rename", "after"])
def test_a_killed_build_leaves_a_warehouse_that_opens(firm: Firm, place: str) -> None:
    """Wherever it dies, readers see the build before or the build after, and the next one cleans up."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    firm.validate("P1", "0.50")

    killed = subprocess.run([sys.executable, "-c", KILLED, str(firm.home.root), place], check=False)

    assert killed.returncode == -9
    assert firm.rows("marts.billable")[0]["earned_amount"] == (50 if place == "after" else 0)
    firm.build()
    assert firm.rows("marts.billable")[0]["earned_amount"] == 50
    assert not list(firm.home.work.glob("build-*"))
