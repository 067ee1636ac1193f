"""A mapping at work: source tables staged under our names, its selects run, both sides compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from ingest.cells import literal
from ingest.errors import MappingInvalid
from ingest.landing import Landed
from ingest.mapping import Mapping, Query, SourceTable
from ingest.reading import Desk, stage_sheet
from ingest.sheets import Sheet
from ingest.templates import TEMPLATES

# What selects may call; each keeps a text that it cannot read, so that the row is rejected with it.
_MACROS = (
    "amount_of(x) as try_cast(x as decimal(24, 8))",
    "exact(x) as coalesce(cast(try_cast(x as decimal(24, 8)) as varchar), x)",
    "percent_of(x) as coalesce(cast(try_cast(x as decimal(9, 4)) * 0.01 as varchar), x)",
    "hours_of(x) as coalesce(cast(try_cast(round(try_cast(x as double) / 3600, 6) as decimal(18, 6)) as text), x)",  # noqa: E501
    "date_of(x) as left(x, 10)",
    "first_line(x) as nullif(trim(regexp_replace(split_part(x, chr(10), 1), '<[^>]*>', '', 'g')), '')",
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A landed file that is a table of a source."""

    landed: Landed
    table: SourceTable
    sheet: Sheet
    header_row: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure on both sides."""

    measure: str
    source_count: int
    source_amount: Decimal
    loaded_count: int
    loaded_amount: Decimal

    @property
    def agrees(self) -> bool:
        """Say whether both sides are the same."""
        return (self.source_count, self.source_amount) == (self.loaded_count, self.loaded_amount)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that the source has and that is not taken; columns are counted, rows otherwise."""

    what: str
    file_name: str | None
    row_count: int
    amount: Decimal | None
    detail: str | None = None


def recognise(mapping: Mapping, landed: Landed, sheets: Sequence[Sheet]) -> SourceFile | None:
    """Find which table of the source a file is, by its columns."""
    for sheet in sheets:
        for row_number, row in enumerate(sheet.head, start=1):
            table = mapping.recognise(row)
            if table:
                return SourceFile(landed, table, sheet, row_number)
    return None


def stage_tables(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, files: dict[str, SourceFile], desk: Desk
) -> None:
    """Give every declared table a temporary one: `_row` and our columns, all text; empty without a file."""
    for macro in _MACROS:
        con.execute(f"create or replace temp macro {macro}")
    for table in mapping.tables.values():
        file = files.get(table.name)
        if file:
            _stage_file(con, mapping, file, desk)
        elif not table.is_ignored:
            columns = ", ".join(f'"{column.name}" VARCHAR' for column in table.columns)
            con.execute(f'create or replace temp table "{table.name}" (_row BIGINT, {columns})')
    for position, select in enumerate(mapping.selects):
        _materialise(con, mapping, select, f"mapped_{position}")


def staged_columns(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """Name the template columns that a materialised select gives."""
    rows = con.execute(f"describe {name}").fetchall()
    return {str(row[0]): str(row[0]) for row in rows if row[0] != "row_number"}


def compare(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> list[Compared]:
    """Measure both sides; what was loaded is what came from this source, whenever."""
    for template in TEMPLATES:
        con.execute(
            f"create or replace temp view loaded_{template.name} as select * from raw.{template.name} "
            f"where load_id in (select load_id from raw.loaded where source = {literal(mapping.name)})"
        )
    found = [con.execute(query.sql).fetchone() or () for query in mapping.tie_outs]
    return [
        Compared(str(row[0]), int(row[1]), _money(row[2]), int(row[3]), _money(row[4]))
        for row in found
        if row
    ]


def left_out(con: duckdb.DuckDBPyConnection, mapping: Mapping, files: dict[str, SourceFile]) -> list[LeftOut]:
    """Say what the source has and jalon does not take, with counts; nothing empty is listed."""
    found = []
    for query in mapping.left_out:
        for what, row_count, amount in con.execute(query.sql).fetchall():
            found.append(LeftOut(what, None, row_count, None if amount is None else _money(amount)))
    for file in files.values():
        found += _unused(con, file)
    return [each for each in found if each.row_count]


def row_count(con: duckdb.DuckDBPyConnection, file: SourceFile) -> int:
    """Count the rows of a source file."""
    found = con.execute(f"select count(*) from source_{file.table.name}").fetchone()
    return int(found[0]) if found else 0


def _stage_file(con: duckdb.DuckDBPyConnection, mapping: Mapping, file: SourceFile, desk: Desk) -> None:
    name = file.table.name
    drawer = desk.drawer(file.landed.file_hash)
    stage_sheet(con, file.sheet, header_row=file.header_row, desk=drawer, name=f"source_{name}")
    if file.table.is_ignored:
        return
    positions = file.table.find([word.strip().lower() for word in file.sheet.head[file.header_row - 1]]) or {}
    nulls = ", ".join(literal(text) for text in mapping.nulls) or "''"
    places = {name: f"c{position}" for name, position in positions.items()}
    cells = ", ".join(
        f'case when {place} not in ({nulls}) then {place} end as "{name}"' for name, place in places.items()
    )
    absent = [column.name for column in file.table.columns if column.name not in positions]
    cells += "".join(f', cast(null as varchar) as "{name}"' for name in absent)
    con.execute(
        f'create or replace temp table "{name}" as select row_number as _row, {cells} from source_{name}'
    )


def _materialise(con: duckdb.DuckDBPyConnection, mapping: Mapping, select: Query, name: str) -> None:
    try:
        rows = con.sql(select.sql)
        cells = ", ".join(
            f'cast("{column}" as varchar) as "{column}"' for column in rows.columns if column != "_row"
        )
        con.execute(
            f"create or replace temp table {name} as select cast(_row as BIGINT) as row_number, {cells} "
            f"from ({select.sql})"
        )
    except duckdb.Error as error:
        raise MappingInvalid(mapping.name, reason=f"{select.name} from {select.table} : {error}") from error
    broken = (
        f"select * from source_{select.table}_faults"
        if _has(con, f"source_{select.table}")
        else (
            "select null::BIGINT as row_number, null::INTEGER as column_index, null::VARCHAR as value, "
            "null::VARCHAR as code where false"
        )
    )
    con.execute(f"create or replace temp table {name}_faults as {broken}")


def _has(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    found = con.execute(
        "select count(*) from duckdb_views() where view_name = ? and database_name = 'temp'", [name]
    ).fetchone()
    return found != (0,)


def _unused(con: duckdb.DuckDBPyConnection, file: SourceFile) -> list[LeftOut]:
    """List an ignored table whole, or the filled columns of a table that no select reads."""
    if file.table.is_ignored:
        what = f"Table {file.table.name} : non reprise"
        return [LeftOut(what, file.landed.file_name, row_count(con, file), None)]
    header = file.sheet.head[file.header_row - 1]
    used = set((file.table.find([word.strip().lower() for word in header]) or {}).values())
    unused = [(position, title) for position, title in enumerate(header) if position not in used]
    if not unused:
        return []
    counts = ", ".join(
        f"count(*) filter (c{position} not in ('', '\\N', '0', '0.0', '0.00000000'))"
        for position, _ in unused
    )
    found = con.execute(f"select {counts} from source_{file.table.name}").fetchone() or ()
    filled = [f"{title} ({count})" for (_, title), count in zip(unused, found, strict=True) if count]
    what = "Colonnes remplies et non reprises"
    return [LeftOut(what, file.landed.file_name, len(filled), None, ", ".join(filled))]


def _money(value: object) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))
