"""Workbooks: stored values, dates, errors, several sheets, and those that are left aside."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ingest.errors import NothingIngested
from tests.ingest.conftest import Office

PROGRESS = ["Code phase", "Date de validation", "Avancement"]


def workbook(path: Path, sheets: dict[str, list[list[Any]]], *, top: int = 0) -> Path:
    """Write a workbook; dates as dates, numbers as numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row_number, row in enumerate(rows, start=top):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(row_number, column, value)
                    elif value is not None:
                        sheet.write(row_number, column, value)
    return path


def test_values_are_read_as_stored(office: Office) -> None:
    """Dates as dates, shares as shares, a number as text without its float's tail."""
    path = workbook(
        office.files / "x.xlsx",
        {
            "S": [
                PROGRESS,
                ["P1", date(2026, 3, 31), 0.1 + 0.2],
                ["P2", "31/03/2026", "45 %"],
                [3.0, datetime(2026, 4, 1), 100],  # noqa: DTZ001 -- a cell has no time zone
            ]
        },
    )

    (item,) = office.ingest(path).items

    assert (item.file_name, item.read) == ("x.xlsx", 3)
    assert [
        (phase, day.isoformat(), str(share.normalize()), row)
        for phase, day, share, row in office.rows(
            "select phase_id, validated_on, progress, row_number from raw.progress order by row_number"
        )
    ] == [("P1", "2026-03-31", "0.3", 2), ("P2", "2026-03-31", "0.45", 3), ("3", "2026-04-01", "1", 4)]


def test_row_numbers_are_those_of_the_sheet(office: Office) -> None:
    """Blank rows above and between count."""
    path = workbook(
        office.files / "x.xlsx",
        {"S": [PROGRESS, ["P1", date(2026, 1, 1), 1], [], ["P2", date(2026, 1, 1), 2]]},
        top=2,
    )

    office.ingest(path)

    assert office.rows("select phase_id, row_number from raw.progress order by all") == [("P1", 4), ("P2", 6)]


def test_an_error_cell_is_rejected_not_read_as_empty(office: Office) -> None:
    """#DIV/0! in a column that is used; elsewhere it is nobody's business."""
    path = office.files / "x.xlsx"
    path.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Code phase", "Date", "Reste à faire", "Note"])
        sheet.write_row(1, 0, ["P1", "2026-01-01"])
        sheet.write_formula(1, 2, "=1/0", value="#DIV/0!")
        sheet.write_row(2, 0, ["P2", "2026-01-01", 12.5])
        sheet.write_formula(2, 3, "=1/0", value="#DIV/0!")

    (item,) = office.ingest(path).items

    assert (item.read, item.accepted + item.rejected) == (2, 2)
    assert office.rows("select row_number, column_name, value, code from raw.rejected_rows") == [
        (2, "remaining_cost", "#DIV/0!", "error_cell")
    ]


def test_a_formula_counts_for_its_stored_value(office: Office) -> None:
    """Nothing is recalculated."""
    path = office.files / "x.xlsx"
    path.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Code phase", "Date", "Reste à faire"])
        sheet.write_row(1, 0, ["P1", "2026-01-01"])
        sheet.write_formula(1, 2, "=A1*2", value=1234.5)

    office.ingest(path)

    assert [str(row[0]) for row in office.rows("select remaining_cost from raw.remaining")] == ["1234.50"]


def test_each_known_sheet_is_loaded(office: Office) -> None:
    """One workbook may hold several templates; a sheet that nobody knows is told."""
    path = workbook(
        office.files / "x.xlsx",
        {
            "Clients": [["Code client", "Raison sociale"], ["C1", "A"]],
            "Affaires": [["Code affaire", "Code client", "Nom de l'affaire"], ["A1", "C1", "École"]],
            "Notes": [["à rappeler lundi"]],
        },
    )

    ingested = office.ingest(path)

    assert [(item.file_name, item.template, item.accepted) for item in ingested.items] == [
        ("x.xlsx [Clients]", "clients", 1),
        ("x.xlsx [Affaires]", "projects", 1),
    ]
    assert [finding.code for finding in ingested.findings] == ["header_unknown"]
    assert [item.unchanged for item in office.ingest(path).items] == [1, 1]


def refused(office: Office, path: Path) -> str:
    """Ingest a file that must be refused whole, and give the reason's code."""
    with pytest.raises(NothingIngested) as refusal:
        office.ingest(path)
    return refusal.value.others[0].message


def test_a_protected_or_old_workbook_is_refused(office: Office) -> None:
    """Encrypted workbooks are OLE files, as old ones are."""
    assert "mot de passe" in refused(
        office, office.write("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    )


def test_a_workbook_with_a_dtd_is_refused(office: Office) -> None:
    """Whatever the rest of it says."""
    path = workbook(office.files / "x.xlsx", {"S": [PROGRESS, ["P1", date(2026, 1, 1), 1]]})
    hostile = office.files / "y.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(hostile, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/workbook.xml":
                content = content.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
            target.writestr(part.filename, content)

    assert "DTD" in refused(office, hostile)


def test_a_workbook_that_swells_is_refused(office: Office) -> None:
    """The limit holds for what it unpacks to."""
    path = workbook(
        office.files / "x.xlsx", {"S": [PROGRESS, ["x" * 30_000] * 3] + [["y" * 30_000] * 3] * 20}
    )
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * 3_000_000)

    with pytest.raises(NothingIngested) as refusal:
        office.ingest(path, max_mb=2)

    assert "dépasse 2 Mo" in refusal.value.others[0].message


def test_a_damaged_workbook_is_refused(office: Office) -> None:
    """Cut in the middle."""
    path = workbook(office.files / "x.xlsx", {"S": [PROGRESS]})

    assert refused(office, office.write("y.xlsx", path.read_bytes()[:700]))
