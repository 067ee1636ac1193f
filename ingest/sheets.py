"""A sheet: rows of text cells, whatever file they came from, ready to be staged in DuckDB.

A sheet is either `plain` (a CSV that DuckDB reads as it stands, its header on the first line) or `numbered`
(a CSV of ours: first cell the row number, then the cells; with a second file for what could not be read).
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.cells import literal, trimmed

_DUCKDB_LINE_BYTES = 8_000_000
_OURS = ", new_line='\\n'"


@dataclass(frozen=True, slots=True)
class Survey:
    """What was counted in a text file: separators, quotes, lines that end with a separator."""

    separators: int
    quotes: int
    trailing: int
    is_odd: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. `head` is its first rows, from row 1 on; `width` the number of cells of a row."""

    file_name: str
    head: tuple[tuple[str, ...], ...]
    path: Path
    width: int
    delimiter: str
    faults: Path | None
    survey: Survey | None = None

    @property
    def is_plain(self) -> bool:
        """Say whether DuckDB reads the file itself."""
        return self.faults is None


def stage(con: duckdb.DuckDBPyConnection, sheet: Sheet, *, header_row: int, name: str) -> bool:
    """Fill two temporary tables: NAME (row_number, c0, c1 ...) and NAME_faults, what could not be read.

    Returns:
        Whether it could be done; a plain sheet may turn out to need the careful reader.
    """
    con.execute(
        f"create or replace temp table {name}_faults "
        "(row_number BIGINT, column_index INTEGER, value VARCHAR, code VARCHAR)"
    )
    cells = [f"c{index}" for index in range(sheet.width)]
    try:
        if sheet.is_plain:
            return _stage_plain(con, sheet, cells, name)
        _stage_numbered(con, sheet, cells, name, header_row)
    finally:
        con.execute("drop table if exists reject_errors; drop table if exists reject_scans")
    return True


def _reader(path: Path, delimiter: str, names: list[str], *, extra: str) -> str:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(str(path))}, auto_detect=false, header=false, delim={literal(delimiter)}, "
        f"quote='\"', escape='\"', nullstr='', null_padding=false, max_line_size={_DUCKDB_LINE_BYTES}, "
        f"columns={{{columns}}}{extra})"
    )


def _stage_plain(con: duckdb.DuckDBPyConnection, sheet: Sheet, cells: list[str], name: str) -> bool:
    reader = _reader(
        sheet.path, sheet.delimiter, cells, extra=", skip=1, strict_mode=true, store_rejects=true"
    )
    try:
        con.execute(f"create or replace temp table {name}_plain as select * from {reader}")
    except duckdb.Error:
        return False
    errors = con.execute("select count(*) from reject_errors").fetchone()
    if errors != (0,) or not _is_square(con, sheet, f"{name}_plain", cells[-1]):
        con.execute(f"drop table {name}_plain")
        return False
    kept = " or ".join(f"{cell} is not null" for cell in cells)
    con.execute(
        f"create or replace temp view {name} as "
        f"select rowid + 2 as row_number, * from {name}_plain where {kept}"
    )
    return True


def _is_square(con: duckdb.DuckDBPyConnection, sheet: Sheet, plain: str, last: str) -> bool:
    """Count separators: DuckDB lets one empty cell too many pass without a word."""
    counted = con.execute(f"select count(*), count(*) filter ({last} is null) from {plain}").fetchone()
    rows, empty_last = (int(each) for each in counted or (0, 0))
    survey = sheet.survey
    if survey is None:
        return False
    if not survey.quotes:
        return survey.separators == (rows + 1) * (sheet.width - 1)
    return survey.trailing <= (empty_last if sheet.width > 1 else 0)


def _stage_numbered(
    con: duckdb.DuckDBPyConnection, sheet: Sheet, cells: list[str], name: str, header_row: int
) -> None:
    reader = _reader(sheet.path, ",", ["row_number", *cells], extra=_OURS)
    blank = " and ".join(f"{trimmed(cell)} is null" for cell in cells)
    con.execute(
        f"create or replace temp table {name}_cells as "
        f"select cast(row_number as BIGINT) as row_number, {', '.join(cells)} "
        f"from {reader} where cast(row_number as BIGINT) > {header_row} and not ({blank})"
    )
    con.execute(f"create or replace temp view {name} as select * from {name}_cells")
    faults = _reader(
        sheet.faults or sheet.path, ",", ["row_number", "column_index", "value", "code"], extra=_OURS
    )
    con.execute(
        f"insert into {name}_faults select * from {faults} where cast(row_number as BIGINT) > {header_row}"
    )
