"""The relations that no model makes: the day, the firm, the build, the ledger's copy, the raw rows."""

import datetime as dt
import hashlib
import itertools
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb

from warehouse.engine import text

BUILD_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "core.clock": {"today": "DATE"},
    "core.firm": {"name": "VARCHAR", "is_evidence_required": "BOOLEAN"},
    "core.build": {
        "build_id": "VARCHAR",
        "built_at": "TIMESTAMP",
        "today": "DATE",
        "ledger_seq": "BIGINT",
        "is_as_of": "BOOLEAN",
        "sql_fingerprint": "VARCHAR",
        "settings_fingerprint": "VARCHAR",
        "jalon_version": "VARCHAR",
        "duckdb_version": "VARCHAR",
    },
}
"""Filled by the build itself, one row each; `built_at` is UTC."""

MODELS, EDGES = "core.models", "core.edges"
OWN_COLUMNS: Mapping[str, Mapping[str, str]] = {
    MODELS: {"relation": "VARCHAR", "fingerprint": "VARCHAR", "row_count": "BIGINT"},
    EDGES: {"relation": "VARCHAR", "parent": "VARCHAR"},
}
"""What the build notes of itself. A fingerprint covers a model's SQL and that of all it reads."""

DESCRIPTIONS: Mapping[str, str] = {
    "core.clock": "The day for which everything is derived; facts dated later do not exist yet.",
    "core.firm": "The firm's name, and the rules of its own that models read.",
    "core.build": "Which build this is, for which day and up to which row of the ledger.",
    "core.models": "One row per derived relation, with the fingerprint of the SQL that made it.",
    "core.edges": "One row per model and relation that it reads.",
}

LEDGER_DESCRIPTIONS: Mapping[str, str] = {
    "ledger.journal": "One row per command, refused ones included, chained by hash.",
    "ledger.users": "Who may do what: the latest row of an actor counts.",
    "ledger.loads": "One row per file taken in, in the order of loading.",
    "ledger.validations": "One row per progress stated in jalon.",
    "ledger.drafts": "One row per draft ever made, whatever became of it.",
    "ledger.draft_lines": "One row per line of a draft.",
    "ledger.draft_states": "One row per change of a draft's state: the latest counts.",
}

_PARAMETERS = 4_000
_BY_FILE = 2_000


def ledger_columns() -> Mapping[str, Mapping[str, str]]:
    """The ledger's copied tables, such as `ledger.drafts`, with their DuckDB types."""
    from ledger.copy import COLUMNS  # noqa: PLC0415 - brings SQLAlchemy, which a plain reader need not wait for

    return {f"ledger.{table}": dict(columns) for table, columns in COLUMNS.items()}


def recipe(graph_fingerprint: str, raw_ddl: str) -> str:
    """Identify everything but the facts that decides what a build gives."""
    parts = (
        graph_fingerprint,
        raw_ddl,
        repr(ledger_columns()),
        repr(BUILD_COLUMNS),
        repr(OWN_COLUMNS),
        duckdb.__version__,
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def create(con: duckdb.DuckDBPyConnection, relations: Mapping[str, Mapping[str, str]]) -> None:
    """Create these relations, empty."""
    for relation, columns in relations.items():
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        con.execute(f"create table {relation} ({listed})")


def put(con: duckdb.DuckDBPyConnection, relation: str, row: Mapping[str, Any]) -> None:
    """Replace the one row of a given relation."""
    names = ", ".join(f'"{name}"' for name in row)
    con.execute(f"delete from {relation}")
    con.execute(f"insert into {relation} ({names}) values ({', '.join('?' * len(row))})", list(row.values()))


def append(
    con: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    scratch: Path,
) -> None:
    """Insert rows, in the order of `columns`; many of them through a file in `scratch`."""
    listed = ", ".join(f'"{name}"' for name in columns)
    if len(rows) >= _BY_FILE:
        _append_by_file(con, f"{relation} ({listed})", columns, rows, scratch)
        return
    per_statement = max(1, _PARAMETERS // len(columns))
    for start in range(0, len(rows), per_statement):
        part = rows[start : start + per_statement]
        marks = ", ".join(["(" + ", ".join("?" * len(columns)) + ")"] * len(part))
        con.execute(f"insert into {relation} ({listed}) values {marks}", list(itertools.chain(*part)))


def _append_by_file(
    con: duckdb.DuckDBPyConnection,
    target: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    scratch: Path,
) -> None:
    """Every value as quoted text that the insert casts: ten times faster than parameters."""
    file = scratch.with_suffix(".rows.csv")
    try:
        with file.open("w", encoding="utf-8", newline="") as lines:
            for row in rows:
                lines.write(",".join(_cell(value) for value in row) + "\n")
        names = ", ".join(f"{text(name)}: 'VARCHAR'" for name in columns)
        con.execute(
            f"insert into {target} from read_csv({text(str(file))}, columns = {{{names}}}, header = false, "
            "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
            "allow_quoted_nulls = false, parallel = false, max_line_size = 100000000)"
        )
    finally:
        file.unlink(missing_ok=True)


def _cell(value: object) -> str:
    """Quoted, so that an empty text stays apart from what is not known."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = (value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat(" ")
    return '"' + str(value).replace('"', '""') + '"'


def comment(con: duckdb.DuckDBPyConnection) -> None:
    """Say in the warehouse what the given relations hold."""
    for relation, said in DESCRIPTIONS.items():
        con.execute(f"comment on table {relation} is {text(said)}")
    for relation in ledger_columns():
        said = LEDGER_DESCRIPTIONS.get(relation, "Copy of the ledger's table of that name.")
        con.execute(f"comment on table {relation} is {text(said)}")


@cache
def version() -> str:
    """The installed version of jalon."""
    try:
        return metadata.version("jalon")
    except metadata.PackageNotFoundError:
        return "0"
