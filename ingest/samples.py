"""The source templates as files to start from: CSV with English headers, XLSX with French ones."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from firm.home import unwritable
from ingest.columns import Column, Kind, Template
from ingest.templates import TEMPLATES

_NUMBERS = (Kind.MONEY, Kind.QUANTITY, Kind.RATE, Kind.PROGRESS, Kind.INTEGER)
_FRENCH_FLAGS = {"true": "oui", "false": "non"}


def write(folder: Path) -> list[Path]:
    """Write both files of each template, with two example rows each.

    Raises:
        HomeUnwritable, DiskFull: the folder cannot take them.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [
            path for template in TEMPLATES for path in (_csv(folder, template), _workbook(folder, template))
        ]
    except OSError as error:
        raise unwritable(folder, error) from error


def _csv(folder: Path, template: Template) -> Path:
    path = folder / f"{template.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(template.names)
        writer.writerows([row.get(name, "") for name in template.names] for row in template.examples)
    return path


def _workbook(folder: Path, template: Template) -> Path:
    import xlsxwriter  # noqa: PLC0415 -- only this command writes workbooks

    path = folder / f"{template.name}.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(template.title)
        for position, column in enumerate(template.columns):
            sheet.write_string(0, position, column.heading, bold)
            for row_number, row in enumerate(template.examples, start=1):
                value = _value(column, row.get(column.name, ""))
                if isinstance(value, date):
                    sheet.write_datetime(row_number, position, value, day)
                elif isinstance(value, Decimal):
                    sheet.write_number(row_number, position, value)
                elif value:
                    sheet.write_string(row_number, position, value)
        sheet.autofit()
        sheet.freeze_panes(1, 0)
    return path


def _value(column: Column, text: str) -> str | date | Decimal:
    if not text:
        return ""
    if column.kind is Kind.DATE:
        return date.fromisoformat(text)
    if column.kind in _NUMBERS:
        return Decimal(text)
    if column.kind is Kind.BOOLEAN:
        return _FRENCH_FLAGS[text]
    spellings = [choice.spellings for choice in column.choices if choice.code == text]
    return spellings[0][0] if spellings else text
