"""The example firm's history as files, spelled as its several systems would spell them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from demo.story import Row
from ingest.templates import BY_NAME

# The project managers' sheets come from a French spreadsheet, the rest from exports in English.
FRENCH = ("clients", "progress", "remaining")
WORKBOOK = "projects"


def write(tables: Mapping[str, Sequence[Row]], folder: Path) -> list[Path]:
    """Write one file per template into `folder` and return the paths in the order to ingest them."""
    paths = []
    for template, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        if template == WORKBOOK:
            path = folder / f"{template}.xlsx"
            _workbook(path, columns, rows)
        elif template in FRENCH:
            path = folder / f"{template}.csv"
            headers = [_french(template, column) for column in columns]
            cells = ([_french_cell(row.get(column)) for column in columns] for row in rows)
            _csv(path, headers, cells, delimiter=";", encoding="cp1252")
        else:
            path = folder / f"{template}.csv"
            cells = ([_cell(row.get(column)) for column in columns] for row in rows)
            _csv(path, columns, cells, delimiter=",", encoding="utf-8")
        paths.append(path)
    return paths


def write_faulty(folder: Path, anchor: date) -> Path:
    """Write the file that every office has once: an impossible date, an unknown phase, 25 hours in a day."""
    path = folder / "heures_sous_traitant.csv"
    day = anchor.strftime("%d/%m/%Y")
    rows = (
        ("S-001", "Chirine Delahaye", "D-A24000-1-ESQ", f"31/02/{anchor.year}", "7"),
        ("S-002", "Chirine Delahaye", "D-A99999-1-PRO", day, "3,5"),
        ("S-003", "Chirine Delahaye", "D-A24000-1-ESQ", day, "25"),
    )
    headers = ("N° saisie", "Collaborateur", "Code phase", "Date", "Heures")
    _csv(path, headers, rows, delimiter=";", encoding="cp1252")
    return path


def _french(template: str, column: str) -> str:
    return BY_NAME[template].column(column).heading


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _french_cell(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal):
        return f"{value}".replace(".", ",")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else _cell(value)


def _csv(
    path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str, encoding: str
) -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(headers)
        writer.writerows(rows)


def _workbook(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    import xlsxwriter  # noqa: PLC0415  only this file needs it

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Affaires")
        sheet.write_row(0, 0, columns)
        for line, row in enumerate(rows, start=1):
            sheet.write_row(line, 0, [_cell(row.get(column)) for column in columns])
