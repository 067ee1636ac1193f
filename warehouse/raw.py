"""The raw store, read from the floor below the one that writes it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from firm.home import Home
from warehouse import engine, given


def ddl(sql: Path) -> str:
    """The tables of the raw store, as sql/raw.sql creates them."""
    file = sql / "raw.sql"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def attach(con: duckdb.DuckDBPyConnection, home: Home, raw_ddl: str) -> None:
    """Attach the raw store read-only under the name `raw`; an empty one where nothing was ever loaded.

    The caller holds the raw lock.
    """
    if home.raw_file.exists():
        engine.attach(con, home.raw_file, name="raw")
    else:
        attach_empty(con, raw_ddl)


def attach_empty(con: duckdb.DuckDBPyConnection, raw_ddl: str) -> None:
    """Attach a raw store in memory that holds no row."""
    con.execute("attach ':memory:' as raw")
    if raw_ddl:
        con.execute("use raw")
        con.execute(raw_ddl)
        con.execute("use memory")


def agrees(home: Home, ledger_rows: Mapping[str, Sequence[Sequence[Any]]]) -> bool:
    """Whether the raw store holds the loads of the ledger and no others; the caller holds the raw lock."""
    position = list(given.ledger_columns()["ledger.loads"]).index("load_id")
    recorded = {row[position] for row in ledger_rows.get("loads", ())}
    return loaded(home) == recorded


def loaded(home: Home) -> set[int]:
    """The loads whose rows are in the raw store."""
    if not home.raw_file.exists():
        return set()
    con = duckdb.connect(":memory:")
    try:
        engine.attach(con, home.raw_file, name="raw")
        return {row[0] for row in con.execute("select load_id from raw.loaded").fetchall()}
    except duckdb.CatalogException:
        return set()
    finally:
        con.close()
