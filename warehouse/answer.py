"""Write the rows of an answer: text for eyes, CSV, JSON or Parquet, every value in its exact digits."""

import datetime as dt
import json
import math
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

import duckdb

BATCH = 5_000
WIDEST = 60
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # a spreadsheet would run what follows


def write(
    cursor: duckdb.DuckDBPyConnection, output: str, target: IO[bytes], *, limit: int | None = None
) -> None:
    """Write all rows, or the first `limit`, batch by batch."""
    {"table": _table, "csv": _csv, "json": _json, "parquet": _parquet}[output](cursor, target, limit)


def plain(value: object) -> object:
    """A value in the contract's spelling: exact digits as text, ISO dates, null where not known."""
    match value:
        case None | bool() | int() | str():
            found: object = value
        case Decimal():
            found = format(value, "f")
        case float():
            found = value if math.isfinite(value) else None
        case dt.date() | dt.time():
            found = value.isoformat()
        case dict():
            found = {str(plain(key)): plain(each) for key, each in value.items()}
        case list() | tuple():
            found = [plain(each) for each in value]
        case bytes():
            found = value.hex()
        case _:
            found = str(value)
    return found


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def names(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The columns' names, each once."""
    found: list[str] = []
    for column in cursor.description or []:
        name, number = str(column[0]), 0
        while name in found:
            number += 1
            name = f"{column[0]}_{number}"
        found.append(name)
    return found


def _batches(cursor: duckdb.DuckDBPyConnection, limit: int | None) -> Iterator[list[tuple[Any, ...]]]:
    left = limit
    while left is None or left > 0:
        rows = cursor.fetchmany(BATCH if left is None else min(BATCH, left))
        if not rows:
            return
        yield rows
        left = None if left is None else left - len(rows)


def _json(cursor: duckdb.DuckDBPyConnection, target: IO[bytes], limit: int | None) -> None:
    columns = names(cursor)
    separator = b"[\n"
    for rows in _batches(cursor, limit):
        for row in rows:
            item = dict(zip(columns, map(plain, row), strict=True))
            target.write(separator + json.dumps(item, ensure_ascii=False).encode("utf-8", "replace"))
            separator = b",\n"
    target.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def _csv(cursor: duckdb.DuckDBPyConnection, target: IO[bytes], limit: int | None) -> None:
    target.write(_line([harmless(name) for name in names(cursor)]))
    for rows in _batches(cursor, limit):
        target.write(b"".join(_line([_csv_text(value) for value in row]) for row in rows))


def _csv_text(value: object) -> str:
    shown = _text(value)
    return shown if isinstance(value, (int, float, Decimal, dt.timedelta)) else harmless(shown)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    shown = plain(value)
    return json.dumps(shown, ensure_ascii=False) if isinstance(shown, (list, dict)) else str(shown)


def _line(cells: Sequence[str]) -> bytes:
    quoted = (
        f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(c in cell for c in ',"\r\n') else cell
        for cell in cells
    )
    return (",".join(quoted) + "\n").encode("utf-8", "replace")


def _table(cursor: duckdb.DuckDBPyConnection, target: IO[bytes], limit: int | None) -> None:
    """Columns as wide as the first rows need; a longer text is cut with an ellipsis."""
    columns = [_visible(name) for name in names(cursor)]
    widths: list[int] = []
    count = 0
    for rows in _batches(cursor, limit):
        shown = [[_visible(_text(value)) for value in row] for row in rows]
        if not widths:
            widths = [min(WIDEST, max(map(len, cells))) for cells in zip(columns, *shown, strict=True)]
            target.write(_row(columns, widths, [None] * len(columns)) + _rule(widths))
        for cells, row in zip(shown, rows, strict=True):
            target.write(_row(cells, widths, row))
        count += len(rows)
    if not widths:
        widths = [min(WIDEST, len(name)) for name in columns]
        target.write(_row(columns, widths, [None] * len(columns)) + _rule(widths))
    target.write(f"({count} ligne{'s' if count > 1 else ''})\n".encode())


def _row(cells: Sequence[str], widths: Sequence[int], values: Sequence[object]) -> bytes:
    placed = []
    for cell, width, value in zip(cells, widths, values, strict=True):
        cut = cell if len(cell) <= width else cell[: max(width - 1, 0)] + "…"
        is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        placed.append(cut.rjust(width) if is_number else cut.ljust(width))
    return ("  ".join(placed).rstrip() + "\n").encode("utf-8", "replace")


def _rule(widths: Sequence[int]) -> bytes:
    return ("  ".join("─" * width for width in widths) + "\n").encode()


def _visible(text: str) -> str:
    """No sign that moves a terminal's cursor or hides what stands beside it."""
    return "".join(
        " " if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else sign for sign in text
    )


def _parquet(cursor: duckdb.DuckDBPyConnection, target: IO[bytes], limit: int | None) -> None:
    import pyarrow as pa  # noqa: PLC0415 - 0.2 s that the other formats need not pay
    import pyarrow.parquet as pq  # noqa: PLC0415

    columns = names(cursor)
    reader: pa.RecordBatchReader = cursor.to_arrow_reader(BATCH * 20)
    schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, columns, strict=True)])
    left = limit
    with pq.ParquetWriter(target, schema) as writer:
        for batch in reader:
            kept = batch if left is None else batch.slice(0, left)
            writer.write_batch(pa.RecordBatch.from_arrays(kept.columns, schema=schema))
            left = None if left is None else left - kept.num_rows
            if left == 0:
                return
