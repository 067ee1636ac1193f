"""The copy of the ledger that analysts read: schema `ledger` of the warehouse."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from ledger.tables import COPIED
from ledger.types import Instant


def _duckdb_type(column_type: object) -> str:
    return str(column_type.duckdb)  # type: ignore[attr-defined]


COLUMNS: Final[dict[str, list[tuple[str, str]]]] = {
    table.name: [(column.name, _duckdb_type(column.type)) for column in table.columns] for table in COPIED
}


def rows_after(connection: Connection, seq: int) -> dict[str, list[tuple[Any, ...]]]:
    """Read what was written after a seq, by table, in the order of `COLUMNS`.

    Amounts and ratios are Decimals, days are dates, instants are UTC without a zone, as DuckDB's TIMESTAMP.
    """
    return {table.name: _rows(connection, table, seq) for table in COPIED}


def _rows(connection: Connection, table: Table, seq: int) -> list[tuple[Any, ...]]:
    found = connection.execute(
        select(table).where(table.c.seq > seq).order_by(table.c.seq, *table.primary_key.columns)
    )
    instants = [place for place, column in enumerate(table.columns) if isinstance(column.type, Instant)]
    return [_naive(tuple(row), instants) for row in found]


def _naive(row: tuple[Any, ...], instants: list[int]) -> tuple[Any, ...]:
    values = list(row)
    for place in instants:
        at = values[place]
        values[place] = at.replace(tzinfo=None) if isinstance(at, datetime) else None
    return tuple(values)
