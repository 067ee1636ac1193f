"""Locks between processes."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from firm.locks import Busy, FileLock


def test_a_second_holder_waits_then_gives_up(tmp_path: Path) -> None:
    """Who waits too long is told so, and nothing is broken."""
    path = tmp_path / "work" / "one.lock"
    with FileLock(path), pytest.raises(Busy), FileLock(path, timeout=0.05):
        pass
    with FileLock(path, timeout=0.05):
        pass


def test_a_second_holder_comes_in_when_the_first_leaves(tmp_path: Path) -> None:
    """Two threads exclude each other like two processes."""
    path = tmp_path / "one.lock"
    order: list[str] = []

    def second() -> None:
        with FileLock(path, timeout=10):
            order.append("second")

    with FileLock(path):
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.05)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    """The system releases what a dead process held."""
    path = tmp_path / "one.lock"
    script = (
        "import sys, time; from pathlib import Path; from firm.locks import FileLock\n"
        "with FileLock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Busy), FileLock(path, timeout=0.05):
            pass
        holder.kill()
        with FileLock(path, timeout=5):
            pass
