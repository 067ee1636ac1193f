"""The child process of ingest.extract: `python -m ingest.extraction KIND PATH FOLDER MAX_MB`."""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from ingest.numbered import HEAD_ROWS, NumberedWriter

_MEMORY_BYTES = 3 << 30
_MEGABYTE = 1_000_000
_EXCEL_DIGITS = 15
_CLEAN_DIGITS = 13
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_SAVE_AGAIN = "L'ouvrir dans un tableur et l'enregistrer à nouveau en .xlsx."


class Refused(Exception):  # noqa: N818 -- becomes a refusal in the parent
    """A workbook that is left aside as a whole."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def main(kind: str, path: Path, folder: Path, max_mb: int) -> None:
    """Write the sheets of a file and their manifest."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    readers = {"workbook": _workbook, "parquet": _parquet}
    try:
        answer: dict[str, object] = {"sheets": list(readers[kind](path, folder, max_mb))}
    except Refused as refused:
        answer = {"reason": refused.reason, "remedy": refused.remedy}
    (folder / "manifest.json").write_text(json.dumps(answer), encoding="utf-8")


def _workbook(path: Path, folder: Path, max_mb: int) -> Iterator[dict[str, object]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 -- after the limits are set

    _inspect(path, max_mb)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
        wrong = _error_cells(path)
        for index, name in enumerate(names):
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield _write(folder, index, name, rows, wrong.get(name, {}))
    except (CalamineError, zipfile.BadZipFile, ET.ParseError, KeyError, OSError) as error:
        raise Refused("le classeur ne s'ouvre pas", _SAVE_AGAIN) from error


def _inspect(path: Path, max_mb: int) -> None:
    """Refuse what must not even be parsed: bombs and XML that declares a DTD."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > max_mb * _MEGABYTE:
                raise Refused(f"décompressé, il dépasse {max_mb} Mo", "Le découper, ou l'exporter en CSV.")
            for part in parts:
                if part.flag_bits & 1:
                    raise Refused(
                        "le classeur est protégé par un mot de passe", "L'enregistrer sans mot de passe."
                    )
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        if b"<!DOCTYPE" in file.read(4096).replace(b"\0", b""):
                            raise Refused("le classeur contient une DTD", _SAVE_AGAIN)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise Refused("le classeur ne s'ouvre pas", _SAVE_AGAIN) from error


def _error_cells(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Find the cells that hold an error (#DIV/0!), which the reader gives as empty."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _parts(archive):
            if b't="e"' in archive.read(part):
                with archive.open(part) as file:
                    found[name] = dict(_errors(file))
    return found


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 -- no DTD
    }
    for each in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 -- no DTD
        if each.tag in (_MAIN + "sheet", _STRICT + "sheet"):
            identifier = next((value for key, value in each.attrib.items() if key.endswith("}id")), None)
            target = targets.get(identifier, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in archive.namelist():
                yield each.get("name", ""), part


def _errors(file: IO[bytes]) -> Iterator[tuple[tuple[int, int], str]]:
    for _, each in ET.iterparse(file):  # noqa: S314 -- no DTD
        if each.tag.endswith("}c") and each.get("t") == "e":
            place = re.fullmatch(r"([A-Z]+)([0-9]+)", each.get("r", ""))
            if place:
                value = next((child.text or "" for child in each if child.tag.endswith("}v")), "#")
                yield (int(place[2]), _index(place[1])), value
        elif each.tag.endswith("}row"):
            each.clear()


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _write(
    folder: Path, index: int, name: str, rows: Sequence[Sequence[object]], wrong: dict[tuple[int, int], str]
) -> dict[str, object]:
    writer = NumberedWriter(folder, f"sheet{index}")
    head = [[_text(cell) for cell in row] for row in rows[:HEAD_ROWS]]
    try:
        for row_number, row in enumerate(rows, start=1):
            writer.row(row_number, [_text(cell) for cell in row])
        for (row_number, column), value in sorted(wrong.items()):
            writer.fault(row_number, column_index=column, value=value, code="error_cell")
    finally:
        writer.close()
    is_empty = not any(any(row) for row in head)
    width = max((len(row) for row in rows), default=0)
    return _entry(name, writer, [] if is_empty else head, width)


def _entry(name: str, writer: NumberedWriter, head: list[list[str]], width: int) -> dict[str, object]:
    return {
        "name": name,
        "path": str(writer.path),
        "faults": str(writer.faults),
        "head": head,
        "width": width,
    }


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, (date, time, timedelta)):
        return str(cell)
    return str(cell)


def _number(cell: float) -> str:
    """Write a stored number in decimals.

    A spreadsheet shows 15 digits; a sum stored as 0.30000000000000004 is the 0.3 that its author sees.
    Only such artefacts are cleaned: a number that needs its 16th digit keeps it.
    """
    exact = Decimal(repr(cell))
    shown = Decimal(f"{cell:.{_EXCEL_DIGITS}g}").normalize()
    best = shown if len(shown.as_tuple().digits) <= _CLEAN_DIGITS else exact
    return f"{best.normalize():f}" if best.is_finite() else str(cell)


def _parquet(path: Path, folder: Path, max_mb: int) -> Iterator[dict[str, object]]:
    import duckdb  # noqa: PLC0415 -- after the limits are set

    del max_mb
    con = duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(folder), "threads": 2})
    source = "read_parquet('" + str(path).replace("'", "''") + "')"
    try:
        names = [str(row[0]) for row in con.execute(f"describe select * from {source}").fetchall()]
        cells = ", ".join('cast("' + name.replace('"', '""') + '" as varchar)' for name in names)
        writer = NumberedWriter(folder, "sheet0")
        writer.row(1, names)
        writer.close()
        rows = folder / "rows.csv"
        con.execute(
            f"copy (select row_number() over () + 1, {cells} from {source}) "
            f"to '{rows}' (header false, force_quote *, delimiter ',')"
        )
    except duckdb.Error as error:
        raise Refused("le fichier Parquet ne s'ouvre pas", "L'exporter à nouveau, ou en CSV.") from error
    with writer.path.open("ab") as target, rows.open("rb") as extra:
        while block := extra.read(1 << 23):
            target.write(block)
    yield _entry(path.name, writer, [names], len(names))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
