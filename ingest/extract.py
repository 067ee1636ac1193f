"""Workbooks and Parquet files, opened in a child process with a hard limit on memory.

What comes out is plain: numbered CSV files of ours and a list of them. A hostile file can only end the child.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from ingest.errors import Unreadable
from ingest.sheets import Sheet

_SECONDS = 900
_ROOT = Path(__file__).resolve().parent.parent


def extract(file_name: str, path: Path, work: Path, *, kind: str, max_mb: int) -> list[Sheet]:
    """Read a `workbook` or a `parquet` file into sheets.

    Raises:
        Unreadable: says why; the child's end is one of the reasons.
    """
    environment = dict(os.environ) | {"PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "ingest.extraction", kind, str(path), str(work), str(max_mb)]
    try:
        ended = subprocess.run(  # noqa: S603 -- our own module on a landed file
            command, capture_output=True, timeout=_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much(file_name) from error
    manifest = work / "manifest.json"
    if ended.returncode or not manifest.is_file():
        raise _too_much(file_name)
    answer = json.loads(manifest.read_text(encoding="utf-8"))
    if "reason" in answer:
        raise Unreadable(file_name, reason=answer["reason"], remedy=answer["remedy"])
    found = [each for each in answer["sheets"] if each["head"]]
    return [_sheet(file_name, each, is_alone=len(found) == 1) for each in found]


def _sheet(file_name: str, found: dict[str, object], *, is_alone: bool) -> Sheet:
    head = found["head"]
    assert isinstance(head, list)  # noqa: S101 -- written by our own child
    return Sheet(
        file_name=file_name if is_alone else f"{file_name} [{found['name']}]",
        head=tuple(tuple(row) for row in head),
        path=Path(str(found["path"])),
        width=int(str(found["width"])),
        delimiter=",",
        faults=Path(str(found["faults"])),
    )


def _too_much(file_name: str) -> Unreadable:
    return Unreadable(
        file_name,
        reason="la lecture a dépassé les limites de mémoire ou de temps, ou le fichier est endommagé",
        remedy="L'ouvrir et l'enregistrer à nouveau, le découper, ou l'exporter en CSV.",
    )
