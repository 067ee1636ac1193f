"""From a landed file to the sheets it holds, whatever its format; content decides, never the name."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.errors import Unreadable
from ingest.extract import extract
from ingest.landing import Landed
from ingest.recognition import Header
from ingest.sheets import Sheet, stage
from ingest.texts import read_carefully, read_text

_JSON_STARTS = (b'{"', b"[{", b"[[")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where files are opened: a private folder and the limits."""

    work: Path
    max_mb: int

    def drawer(self, name: str) -> "Desk":
        """Give a place of its own to one file."""
        folder = self.work / name
        folder.mkdir(exist_ok=True)
        return Desk(folder, self.max_mb)


def read_sheets(landed: Landed, desk: Desk) -> list[Sheet]:
    """Open a landed file.

    Raises:
        Unreadable: it cannot be trusted or opened; says why.
    """
    with landed.path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PAR1"):
        return _extract(landed, desk, "parquet")
    if start.startswith(b"PK\x03\x04"):
        if _is_workbook(landed.path):
            return _extract(landed, desk, "workbook")
        raise _unknown(landed)
    if start == _OLE:
        raise Unreadable(
            landed.file_name,
            reason="le classeur est protégé par un mot de passe, ou dans un ancien format (.xls)",
            remedy="L'enregistrer sans mot de passe, au format .xlsx.",
        )
    if start.startswith((b"%PDF", b"<?xml", b"<!DOC", b"SQLite f")):
        raise _unknown(landed)
    if b"".join(start.split())[:2] in _JSON_STARTS:
        raise Unreadable(
            landed.file_name,
            reason="le format JSON n'est pas encore lu",
            remedy="Donner ce fichier en CSV ou en XLSX.",
        )
    return [read_text(landed.file_name, landed.path, desk.work)]


def stage_sheet(
    con: duckdb.DuckDBPyConnection, sheet: Sheet, *, header_row: int, desk: Desk, name: str
) -> None:
    """Stage the rows under a header as NAME; a text that is not square is read line by line."""
    if sheet.is_plain:
        header = sheet.head[header_row - 1]
        is_simple = header_row == 1 and not any("\n" in cell or "\r" in cell for cell in header)
        is_odd = sheet.survey is None or sheet.survey.is_odd
        if is_simple and not is_odd and stage(con, sheet, header_row=header_row, name=name):
            return
        sheet = read_carefully(sheet, header_row=header_row, work=desk.work)
    stage(con, sheet, header_row=header_row, name=name)


def columns(header: Header) -> dict[str, str]:
    """Say where `staged` holds each column of the template."""
    return {name: f"c{position}" for name, position in header.columns.items()}


def _extract(landed: Landed, desk: Desk, kind: str) -> list[Sheet]:
    sheets = extract(landed.file_name, landed.path, desk.work, kind=kind, max_mb=desk.max_mb)
    if not sheets:
        raise Unreadable(
            landed.file_name, reason="le fichier est vide", remedy="Donner un fichier avec un en-tête."
        )
    return sheets


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def _unknown(landed: Landed) -> Unreadable:
    return Unreadable(
        landed.file_name,
        reason="ce format n'est pas reconnu (CSV, XLSX et Parquet le sont)",
        remedy="L'exporter en CSV ou en XLSX.",
    )
