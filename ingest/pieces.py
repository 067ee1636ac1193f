"""A piece: the rows that one file gives to one template, staged and ready to be loaded."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from firm.findings import Finding
from ingest import mapped, raw, rows
from ingest.errors import FileRefused
from ingest.landing import Landed
from ingest.mapped import SourceFile
from ingest.mapping import Mapping
from ingest.raw import Load
from ingest.reading import Desk, columns, stage_sheet
from ingest.recognition import find_header
from ingest.sheets import Sheet
from ingest.templates import BY_NAME

TEMPLATE_SOURCE = "template"


@dataclass(frozen=True, slots=True)
class Piece:
    """Where the rows are staged (`name`) and where each template column is; a lookup table has neither.

    `is_known`: the batch before had the same file.
    """

    source: str
    template: str | None
    file_name: str
    landed: Landed
    mapping_hash: str | None
    name: str | None
    cells: dict[str, str]
    row_count: int
    is_known: bool = False

    @property
    def identity(self) -> tuple[str, str, str | None, str | None]:
        """Tell the piece from all others of its batch."""
        return self.landed.file_hash, self.file_name, self.template, self.mapping_hash

    def load(self, load_id: int, batch_id: str) -> Load:
        """Name the load that takes it."""
        return Load(
            load_id,
            batch_id,
            self.source,
            self.template,
            self.file_name,
            self.landed.file_hash,
            self.mapping_hash,
        )


def of_template(
    con: duckdb.DuckDBPyConnection, landed: Landed, sheets: Sequence[Sheet], desk: Desk, *, prefix: str
) -> tuple[list[Piece], list[Finding]]:
    """Stage a file whose header is a template's; a workbook gives a piece for each sheet that is known.

    Raises:
        FileRefused: no sheet of it is known.
    """
    pieces: list[Piece] = []
    refused: list[FileRefused] = []
    for position, sheet in enumerate(sheets):
        try:
            pieces.append(_staged(con, landed, sheet, desk, f"{prefix}_{position}"))
        except FileRefused as refusal:
            refused.append(refusal)
    if refused and not pieces:
        raise refused[0]
    return pieces, [refusal.finding() for refusal in refused]


def of_mapping(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, files: dict[str, SourceFile], desk: Desk
) -> list[Piece]:
    """Stage the tables of a source and run its selects: a piece for each, then one for each other table."""
    mapped.stage_tables(con, mapping, files, desk)
    pieces = []
    for position, select in enumerate(mapping.selects):
        file = files.get(select.table or "")
        if file:
            name = f"mapped_{position}"
            cells = mapped.staged_columns(con, name)
            pieces.append(_mapped(mapping, file, select.name, name=name, cells=cells, row_count=0))
    driving = {select.table for select in mapping.selects}
    for file in files.values():
        if file.table.name not in driving:
            count = 0 if file.table.is_ignored else mapped.row_count(con, file)
            pieces.append(_mapped(mapping, file, None, name=None, cells={}, row_count=count))
    return pieces


def take(con: duckdb.DuckDBPyConnection, piece: Piece, load: Load) -> rows.Counts:
    """Load a piece and remember it."""
    new, known = (0, piece.row_count) if piece.is_known else (piece.row_count, 0)
    counts = rows.Counts(piece.row_count, new, 0, known)
    if piece.name and piece.template:
        origin = rows.Origin(load.load_id, load.file_name)
        counts = rows.load(con, BY_NAME[piece.template], piece.cells, origin, name=piece.name)
    raw.record(con, load, counts)
    return counts


def _staged(con: duckdb.DuckDBPyConnection, landed: Landed, sheet: Sheet, desk: Desk, name: str) -> Piece:
    header = find_header(sheet.file_name, sheet.head)
    stage_sheet(con, sheet, header_row=header.row_number, desk=desk, name=name)
    return Piece(
        source=TEMPLATE_SOURCE,
        template=header.template.name,
        file_name=sheet.file_name,
        landed=landed,
        mapping_hash=None,
        name=name,
        cells=columns(header),
        row_count=0,
    )


def _mapped(
    mapping: Mapping,
    file: SourceFile,
    template: str | None,
    *,
    name: str | None,
    cells: dict[str, str],
    row_count: int,
) -> Piece:
    return Piece(
        source=mapping.name,
        template=template,
        file_name=file.landed.file_name,
        landed=file.landed,
        mapping_hash=mapping.text_hash,
        name=name,
        cells=cells,
        row_count=row_count,
    )
