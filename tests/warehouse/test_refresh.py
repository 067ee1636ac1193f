"""A refresh derives what a decision touches, and gives what a build from nothing gives."""

import datetime as dt
import subprocess
import sys
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firm.home import Home
from firm.settings import BillingSettings, Settings
from ledger.identity import Actor
from ledger.store import Ledger
from tests.warehouse.conftest import NOW, TODAY, Firm
from warehouse import publication, published, runner
from warehouse.build import ChecksFailed
from warehouse.refresh import FilesArriving

ADA = Actor("ada")


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The relations that were derived since."""
    names: list[str] = []
    original = runner.run

    def noting(con: duckdb.DuckDBPyConnection, models: list[object]) -> object:
        names.extend(model.relation for model in models)  # type: ignore[attr-defined]
        return original(con, models)  # type: ignore[arg-type]

    monkeypatch.setattr(runner, "run", noting)
    return names


def test_a_decision_reruns_what_reads_it(firm: Firm, ran: list[str]) -> None:
    """A validation touches progress and what is below, not the staged rows, not the loads."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    firm.validate("P1", "0.30")
    ran.clear()

    stamp = firm.refresh()

    assert sorted(ran) == ["core.progress", "marts.billable", "marts.build", "marts.journal"]
    assert stamp.seq == 3
    assert firm.rows("marts.billable")[0]["earned_amount"] == Decimal("30.00")
    assert firm.rows("marts.build")[0]["ledger_seq"] == 3


def test_nothing_new_costs_nothing(firm: Firm, ran: list[str]) -> None:
    """The same build stays, the file is not touched."""
    before = firm.build().stamp
    ran.clear()
    assert firm.refresh() == before
    assert ran == []


@pytest.mark.parametrize("change", ["loads", "day", "settings", "missing", "damaged"])
def test_what_is_not_a_decision_is_a_build_from_nothing(firm: Firm, ran: list[str], change: str) -> None:
    """New files, a new day, new settings, no warehouse or a broken one: everything is derived again."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    if change == "loads":
        firm.load(2, {"P2": "1.00"})
    elif change == "day":
        firm.today += dt.timedelta(days=1)
    elif change == "settings":
        firm.settings = Settings(billing=BillingSettings(evidence_required=True))
    else:
        firm.home.warehouse.unlink()
        if change == "damaged":
            firm.home.warehouse.write_bytes(b"not a warehouse")
    ran.clear()

    firm.refresh()

    assert "staging.phases" in ran
    assert len(firm.rows("marts.billable")) == (2 if change == "loads" else 1)


def test_an_older_ledger_put_back_is_a_build_from_nothing(firm: Firm, ran: list[str]) -> None:
    """A warehouse ahead of its ledger is not extended."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    older = firm.home.ledger_file.read_bytes()
    head = firm.home.head_file.read_bytes()
    firm.validate("P1", "0.30")
    firm.refresh()
    firm.ledger.close()
    firm.home.ledger_file.write_bytes(older)
    firm.home.head_file.write_bytes(head)
    ran.clear()

    assert firm.refresh().seq == 2
    assert "staging.phases" in ran
    assert firm.rows("marts.billable")[0]["earned_amount"] == 0


def test_contradictory_decisions_are_not_published(firm: Firm) -> None:
    """The warehouse before them stays."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    before = published.stamp(firm.home)
    firm.validate("P9", "0.30")
    with pytest.raises(ChecksFailed, match="P9"):
        firm.refresh()
    assert published.stamp(firm.home) == before


def test_inside_a_transaction_the_decision_itself_is_not_there_yet(firm: Firm) -> None:
    """A command decides on all that was decided before it."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    firm.validate("P1", "0.30")
    with firm.ledger.command("draft", subject="P1", actor=ADA, now=NOW) as command:
        assert firm.refresh(connection=command.connection).seq == 3


def test_inside_a_transaction_files_on_their_way_are_not_waited_for(firm: Firm) -> None:
    """Whoever loads them may be waiting for this very transaction."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    firm.load(2, {"P2": "1.00"})
    with (
        publication.raw_lock(firm.home),
        firm.ledger.command("draft", subject="P1", actor=ADA, now=NOW) as command,
        pytest.raises(FilesArriving),
    ):
        firm.refresh(connection=command.connection)


def test_the_raw_store_is_brought_in_step_before_a_build_from_nothing(firm: Firm) -> None:
    """A load that the raw store lost is replayed first."""
    firm.load(1, {"P1": "100.00"})
    firm.home.raw_file.unlink()

    def sync(home: Home, ledger: Ledger) -> None:
        assert ledger is firm.ledger
        con = duckdb.connect(str(home.raw_file))
        con.execute((firm.sql / "raw.sql").read_text())
        con.execute("insert into phases values ('P1', 100, 1, 'phases.csv', 2)")
        con.execute("insert into loaded values (1)")
        con.close()

    firm.refresh(sync=sync)
    assert [row["phase_id"] for row in firm.rows("marts.billable")] == ["P1"]


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("validate"),
            st.sampled_from(["P1", "P2"]),
            st.sampled_from(["0", "0.1", "0.333333333333", "1"]),
            st.integers(-40, 5),
        ),
        st.tuples(
            st.just("load"),
            st.sampled_from(["P1", "P2", "P3"]),
            st.sampled_from(["1.00", "99.99"]),
            st.just(0),
        ),
        st.tuples(st.just("refresh"), st.just(""), st.just(""), st.integers(0, 1)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_chain_of_refreshes_equals_a_build(
    steps: list[tuple[str, str, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Decisions, back-dated ones, loads and days in any order: what a build from nothing gives."""
    home = Home.find(tmp_path_factory.mktemp("home")).create()
    ledger = Ledger.open(home, Settings(), account="ada", now=NOW)
    firm = Firm(home, ledger, Settings())
    firm.load(1, {"P1": "100.00", "P2": "33.33"})
    firm.refresh()
    for number, (kind, phase, value, days) in enumerate(steps, start=2):
        if kind == "validate":
            firm.validate(phase, value, on=TODAY + dt.timedelta(days=days))
            firm.refresh()
        elif kind == "load":
            firm.load(number, {phase: value})
        else:
            firm.today += dt.timedelta(days=days)
            firm.refresh()
    firm.refresh()
    chained = firm.everything()
    firm.build()
    ledger.close()
    assert firm.everything() == chained


READER = """
import os, sys, time
sys.path.insert(0, os.getcwd())
from firm.home import Home
from warehouse import published
home, count = Home.find(sys.argv[1]), 0
while not os.path.exists(sys.argv[2]):
    with published.open(home) as warehouse:
        progress, earned = warehouse.connection.execute(
            "select (select progress_ratio from core.progress), (select earned_amount from marts.billable)"
        ).fetchall()[0]
        assert earned == (progress or 0) * 100, (earned, progress)
    count += 1
print(count)
"""

WRITER = """
import os, sys
sys.path.insert(0, os.getcwd())
from tests.warehouse.conftest import *
home = Home.find(sys.argv[1])
firm = Firm(home, Ledger.open(home, Settings(), account="ada", now=NOW), Settings())
for step in range(6):
    firm.validate("P1", f"0.{sys.argv[3]}{step}")
    firm.refresh() if step % 2 else firm.build()
"""


@pytest.mark.slow
def test_builds_refreshes_and_readers_at_once(firm: Firm) -> None:
    """Two processes decide and publish, two read: nobody fails, nobody sees half a build."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    end = firm.home.root / "end"

    def start(code: str, number: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", code, str(firm.home.root), str(end), str(number)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    readers = [start(READER, number) for number in range(2)]
    writers = [start(WRITER, number) for number in range(2)]
    told = [each.communicate(timeout=120)[1].decode() for each in writers]
    end.touch()
    told += [each.communicate(timeout=60)[1].decode() for each in readers]

    assert [each.returncode for each in (*writers, *readers)] == [0, 0, 0, 0], told
    assert firm.refresh().seq == 14
    assert not list(firm.home.work.glob("build-*"))
