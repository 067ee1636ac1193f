"""The command line as a script meets it: real processes on a real home."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.billing.conftest import TODAY, Firm, firm, loaded

__all__ = ["firm", "loaded"]

JALON = [sys.executable, "-c", "from cli.main import run; run()"]
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Said:
    """What a process answered."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout."""
        found: dict[str, Any] = json.loads(self.stdout)
        return found

    @property
    def codes(self) -> list[str]:
        """The codes of its findings."""
        return [each["code"] for each in self.json["findings"]]


@dataclass(frozen=True, slots=True)
class Shell:
    """A shell in a folder of its own, with a home."""

    home: Path
    folder: Path

    def environment(self, **extra: str) -> dict[str, str]:
        """What the process sees."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "JALON_HOME": str(self.home),
            "JALON_TODAY": TODAY.isoformat(),
            "LANG": "C",
            **extra,
        }

    def start(self, *arguments: str, **extra: str) -> subprocess.Popen[str]:
        """Start jalon and do not wait."""
        return subprocess.Popen(
            [*JALON, *arguments],
            cwd=self.folder,
            env=self.environment(**extra),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: str, **extra: str) -> Said:
        """Run jalon to its end."""
        return finished(self.start(*arguments, **extra))


def finished(process: subprocess.Popen[str]) -> Said:
    """Wait for a process and give what it said; a traceback is never acceptable."""
    stdout, stderr = process.communicate(timeout=120)
    assert "Traceback" not in stdout + stderr, stderr
    return Said(process.returncode, stdout, stderr)


@pytest.fixture
def shell(firm: Firm, tmp_path: Path) -> Shell:
    """A shell on the small firm."""
    folder = tmp_path / "shell"
    folder.mkdir()
    return Shell(firm.home.root, folder)


@pytest.fixture
def empty(tmp_path: Path) -> Shell:
    """A shell on a home that does not exist yet."""
    folder = tmp_path / "shell"
    folder.mkdir()
    return Shell(tmp_path / "new home", folder)


def loaded_modules(arguments: Sequence[str]) -> set[str]:
    """Names of the modules that a command line imports."""
    script = (
        "import sys\nfrom cli.main import main\n"
        f"main({list(arguments)!r})\nprint('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stderr.splitlines())
