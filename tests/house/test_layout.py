"""The house rules that a linter does not know."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAYS_NOTHING = {"utils", "helpers", "common", "misc", "manager", "data", "info", "process", "handle"}
LONGEST_FILE = 350


def tracked(*patterns: str) -> list[Path]:
    """Files that git tracks; a checkout without git (an archive) has none to judge."""
    listing = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def test_imports_point_down() -> None:
    """A floor imports only those below it; the linter's contracts are in pyproject.toml."""
    run = subprocess.run(
        [ROOT / ".venv/bin/lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_modules_are_nouns_of_the_domain() -> None:
    """A file's name says what it holds."""
    assert [path.name for path in tracked("*.py") if path.stem in SAYS_NOTHING] == []


def test_files_stay_readable() -> None:
    """A file that grows too long is two files."""
    long = {
        path.name: count
        for path in tracked("*.py")
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_nothing_names_a_machine_or_a_registry() -> None:
    """What is committed works anywhere: no absolute path of a machine, no registry's host in a lock."""
    machine = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/")
    registry = re.compile(r"index-url|https?://[^\s]*(?:pypi|pythonhosted)")
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in tracked("*.py", "*.sql", "*.md", "*.toml", "*.lock", "Makefile", ".ci/run")
        if path != Path(__file__) and (machine.search(text := path.read_text()) or registry.search(text))
    ]
    assert guilty == []


def test_licence_and_changelog_are_there() -> None:
    """A newcomer finds them at the top."""
    assert all((ROOT / name).is_file() for name in ("LICENSE", "CHANGELOG.md", "README.md"))
