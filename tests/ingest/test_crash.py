"""kill -9 at any moment of an ingest: all of it or nothing, and the next command goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ingest.conftest import Office

_PROGRAM = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from firm.home import Home
from firm.settings import Settings
from ingest.command import ingest
from ledger.identity import Actor
from ledger.store import Ledger

home = Home(Path(sys.argv[1]))
now = datetime(2026, 11, 24, 9, tzinfo=UTC)
ledger = Ledger.open(home, Settings(), account="marie", now=now)
print("ready", flush=True)
marie, day = Actor("marie"), date(2026, 11, 24)
done = ingest(home, ledger, Settings(), [Path(sys.argv[2])], actor=marie, now=now, today=day)
print("done", done.items[0].accepted, flush=True)
"""


def _start(office: Office, path: Path) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    environment = dict(os.environ) | {"PYTHONPATH": str(root)}
    command = [sys.executable, "-c", _PROGRAM, str(office.home.root), str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.0, 0.15, 0.3, 0.5, 0.8, 1.2])
def test_a_killed_ingest_happened_wholly_or_not_at_all(office: Office, moment: float) -> None:
    """Raw store, ledger and landing agree afterwards, and the same command works."""
    office.take("client_id;name\nC0;Before\nC1;Old\n", name="before.csv")
    lines = "".join(f"C{number};N{number}\n" for number in range(1, 60_000))
    path = office.write("big.csv", f"client_id;name\n{lines}")
    with _start(office, path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        printed = process.stdout.read()

    office.sync()

    recorded = len(office.loads()) == 2
    assert office.rows("select count(*) from raw.clients") == [(60_000 if recorded else 2,)]
    assert recorded or not printed
    (item,) = office.ingest(path).items
    assert (item.accepted, item.unchanged) == ((0, 59_999) if recorded else (59_999, 0))
    assert [each.name for each in office.home.work.glob("ingest-*")] == []


@pytest.mark.slow
def test_two_ingests_at_once_take_turns(office: Office) -> None:
    """Neither is lost, neither sees the other's half."""
    first = office.write("a.csv", "client_id;name\nC1;A\n")
    second = office.write("b.csv", "client_id;name\nC2;B\n")

    with _start(office, first) as one, _start(office, second) as two:
        printed = [each.communicate(timeout=60)[0].split() for each in (one, two)]

    assert printed == [["ready", "done", "1"]] * 2
    assert [load.load_id for load in office.loads()] == [1, 2]
    assert office.rows("select client_id from raw.clients order by all") == [("C1",), ("C2",)]
