"""Several processes at once, and processes that die."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from firm.home import Home
from firm.settings import Settings
from ledger.audit import audit
from ledger.copy import rows_after
from ledger.store import Ledger
from tests.ledger.conftest import NOW
from tests.ledger.sample import validate

ROOT = Path(__file__).parents[2]

_START = """
import os, signal, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from firm.home import Home
from firm.settings import Settings
from ledger import head
from ledger.store import Ledger
from tests.ledger.sample import validate
NOW = datetime(2026, 3, 2, tzinfo=UTC)
home, settings = Home(Path(sys.argv[1])), Settings(ledger_url=sys.argv[2] or None)
"""
_FOUND = """
ledger = Ledger.open(home, settings, account=f"account{sys.argv[3]}", now=NOW)
with ledger.read() as connection:
    print(",".join(ledger.people(connection)))
ledger.close()
"""
_WORK = """
ledger = Ledger.open(home, settings, account="marie", now=NOW)
for number in range(int(sys.argv[3])):
    validate(ledger, phase=f"P{os.getpid()}-{number}")
    print(f"P{os.getpid()}-{number}", flush=True)
ledger.close()
"""
_DIE_BEFORE_HEAD = """
ledger = Ledger.open(home, settings, account="marie", now=NOW)
head.advance = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
validate(ledger, phase="P9")
"""
_DIE_BEFORE_COMMIT = """
ledger = Ledger.open(home, settings, account="marie", now=NOW)
from ledger import journal
write = journal.write
def write_and_die(*arguments, **named):
    write(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)
journal.write = write_and_die
validate(ledger, phase="P9")
"""


def _start(script: str, home: Home, settings: Settings, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _START + script, str(home.root), settings.ledger_url or ""]
        + [str(argument) for argument in arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _ended(processes: list[subprocess.Popen[str]]) -> list[str]:
    said = []
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        said.append(out)
    return said


@pytest.fixture
def reopened(home: Home, settings: Settings) -> Iterator[Ledger]:
    """A ledger that others founded meanwhile, opened when the test first asks."""
    ledger = Ledger.open(home, settings, account="marie", now=NOW)
    yield ledger
    ledger.close()


@pytest.mark.slow
def test_eight_processes_found_one_home(home: Home, settings: Settings) -> None:
    """One of them becomes admin; all of them find that one."""
    said = _ended([_start(_FOUND, home, settings, number) for number in range(8)])
    assert len(set(said)) == 1
    assert said[0].startswith("account")
    ledger = Ledger.open(home, settings, account="late", now=NOW)
    with ledger.read() as connection:
        assert ledger.head(connection) == 1
        assert len(ledger.people(connection)) == 1
    assert audit(ledger) == []
    ledger.close()


@pytest.mark.slow
def test_processes_that_write_together_all_succeed(reopened: Ledger, settings: Settings) -> None:
    """Nobody is told of a locked database, and nothing is lost."""
    said = _ended([_start(_WORK, reopened.home, settings, 10) for _ in range(4)])
    printed = {line for lines in said for line in lines.split()}
    with reopened.read() as connection:
        found = {row[2] for row in rows_after(connection, 0)["validations"]}
        assert reopened.head(connection) == 41
    assert found == printed
    assert audit(reopened) == []


def test_a_process_killed_before_its_commit_leaves_nothing(reopened: Ledger, settings: Settings) -> None:
    """What was not printed happened not at all."""
    process = _start(_DIE_BEFORE_COMMIT, reopened.home, settings)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    with reopened.read() as connection:
        assert reopened.head(connection) == 1
        assert rows_after(connection, 0)["validations"] == []
    assert audit(reopened) == []
    validate(reopened)
    assert audit(reopened) == []


def test_a_process_killed_between_commit_and_head_is_caught_up(reopened: Ledger, settings: Settings) -> None:
    """The decision stands; the next command brings the head file to it."""
    process = _start(_DIE_BEFORE_HEAD, reopened.home, settings)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert b'"seq": 1' in reopened.home.head_file.read_bytes()
    with reopened.read() as connection:
        assert reopened.head(connection) == 2
    assert audit(reopened) == []
    validate(reopened)
    assert b'"seq": 3' in reopened.home.head_file.read_bytes()
    assert audit(reopened) == []


@pytest.mark.slow
def test_what_was_printed_survives_any_kill(home: Home) -> None:
    """Killed at any moment, again and again: what was said is there, and the audit is empty."""
    ledger = Ledger.open(home, Settings(), account="marie", now=NOW)
    chance = random.Random(20260302)  # noqa: S311 -- moments, not secrets
    printed: set[str] = set()
    for _ in range(12):
        process = _start(_WORK, home, Settings(), 10_000)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(chance.random() / 5)
        os.kill(process.pid, signal.SIGKILL)
        rest, _ = process.communicate(timeout=60)
        lines = (first + rest).splitlines(keepends=True)
        printed |= {line.strip() for line in lines if line.endswith("\n")}
        assert audit(ledger) == []
    with ledger.read() as connection:
        assert printed <= {row[2] for row in rows_after(connection, 0)["validations"]}
