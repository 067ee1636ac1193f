"""A full disk: the refusal is true, and the same command works once there is room."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

JALON = str(Path(sys.executable).with_name("jalon"))
SCRIPT = """
set -eu
mount -t tmpfs -o size=$2 jalon "$1/home"
export JALON_HOME="$1/home" JALON_TODAY=2026-11-24
"$3" ingest "$1/files" > "$1/first" 2>&1 && echo first 0 || echo first $?
mount -o remount,size=400m "$1/home"
"$3" ingest "$1/files" > "$1/second" 2>&1 && echo second 0 || echo second $?
"$3" build > "$1/third" 2>&1 && echo build 0 || echo build $?
"$3" check > "$1/fourth" 2>&1 && echo check 0 || echo check $?
"""


@pytest.mark.slow
@pytest.mark.parametrize("size", ["2m", "6m"])
def test_a_full_disk_is_a_refusal_that_left_nothing(tmp_path: Path, size: str) -> None:
    """What was said not to be recorded is not: the second run accepts every row."""
    can_mount = shutil.which("unshare") and (
        subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0
    )
    if not can_mount:
        pytest.skip("a file system of a given size needs the right to mount one")
    (tmp_path / "home").mkdir()
    (tmp_path / "files").mkdir()
    rows = "".join(f"C{number:05d},Client {number},{'x' * 60}\n" for number in range(40_000))
    (tmp_path / "files" / "clients.csv").write_text(f"client_id,name,address\n{rows}", encoding="utf-8")

    run = subprocess.run(
        ["unshare", "-m", "bash", "-c", SCRIPT, "bash", str(tmp_path), size, JALON],
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.split() == ["first", "2", "second", "0", "build", "0", "check", "0"], run.stderr
    assert "rien n'a été enregistré" in (tmp_path / "first").read_text(encoding="utf-8")
    assert "40000" in (tmp_path / "second").read_text(encoding="utf-8").replace("\u202f", "").replace(
        "\xa0", ""
    )
