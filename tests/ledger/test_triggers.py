"""Every table but the lock only grows, whoever opens the database and with whatever tool."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from ledger import tables, triggers
from ledger.engine import writing
from ledger.store import Ledger
from tests.ledger.sample import fill

MAY_CHANGE = re.compile(r"meta|schema|lock|^alembic_version$")


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger with a row in every table."""
    fill(ledger)
    return ledger


def _refused(ledger: Ledger, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), writing(ledger.engine) as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("table", tables.APPEND_ONLY, ids=lambda table: table.name)
def test_a_row_is_never_updated(filled: Ledger, table: Table) -> None:
    """Not even to what it already says."""
    column = table.columns.keys()[0]
    _refused(filled, f'update {table.name} set "{column}" = "{column}"')


@pytest.mark.parametrize("table", tables.APPEND_ONLY, ids=lambda table: table.name)
def test_a_row_is_never_deleted(filled: Ledger, table: Table) -> None:
    """What was decided stays decided."""
    _refused(filled, f"delete from {table.name}")


@pytest.mark.parametrize("table", tables.APPEND_ONLY, ids=lambda table: table.name)
def test_a_row_is_never_replaced(filled: Ledger, table: Table) -> None:
    """Over an existing key nothing can be written, by the engine's own upsert either."""
    if filled.engine.dialect.name == "sqlite":
        _refused(filled, f"insert or replace into {table.name} select * from {table.name}")
        return
    key = ", ".join(column.name for column in table.primary_key.columns)
    _refused(
        filled,
        f"insert into {table.name} select * from {table.name} "
        f"on conflict ({key}) do update set seq = excluded.seq",
    )


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_table_is_never_emptied(filled: Ledger) -> None:
    """TRUNCATE is one more way to delete."""
    for table in tables.APPEND_ONLY:
        _refused(filled, f"truncate {table.name} cascade")


def test_a_plain_tool_without_our_settings_is_refused_too(book: Ledger) -> None:
    """A connection that never heard of foreign keys or recursive triggers changes nothing."""
    fill(book)
    with closing(sqlite3.connect(book.home.ledger_file, isolation_level=None)) as plain:
        names = [name for (name,) in plain.execute("select name from sqlite_master where type = 'table'")]
        protected = [name for name in names if not MAY_CHANGE.search(name)]
        assert sorted(protected) == sorted(table.name for table in tables.APPEND_ONLY)
        for name in protected:
            (column, *_) = (row[1] for row in plain.execute(f"pragma table_info({name})"))
            for statement in (
                f'update {name} set "{column}" = "{column}"',
                f"delete from {name}",
                f"insert or replace into {name} select * from {name}",
                f"replace into {name} select * from {name} limit 1",
            ):
                with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                    plain.execute(statement)


def test_a_hidden_row_number_replaces_nothing(book: Ledger) -> None:
    """Only tables numbered by their own key have a row number at all."""
    fill(book)
    with closing(sqlite3.connect(book.home.ledger_file, isolation_level=None)) as plain:
        for table in tables.APPEND_ONLY:
            if len(table.primary_key.columns) == 1 and table.primary_key.columns[0].name in {
                "seq",
                "load_id",
            }:
                continue
            with pytest.raises(sqlite3.OperationalError, match="rowid"):
                plain.execute(f"select rowid from {table.name}")


def test_the_lock_lets_go(filled: Ledger) -> None:
    """A lock that could not be released would hold a phase for ever."""
    with writing(filled.engine) as connection:
        connection.execute(text("delete from phase_lock"))


def test_every_table_is_either_protected_or_a_lock(filled: Ledger) -> None:
    """A table added by a migration cannot be forgotten."""
    found = set(inspect(filled.engine).get_table_names())
    known = {table.name for table in tables.metadata.tables.values()}
    assert found == known | {"alembic_version"}
    assert known == {table.name for table in (*tables.APPEND_ONLY, tables.phase_lock)}


@pytest.fixture
def keys() -> dict[str, tuple[str, ...]]:
    """The tables to protect, with their primary keys."""
    return {table.name: tuple(c.name for c in table.primary_key.columns) for table in tables.APPEND_ONLY}


@pytest.fixture
def writable(filled: Ledger) -> Iterator[Connection]:
    """A connection that may do what it likes."""
    with writing(filled.engine) as connection:
        yield connection


def test_all_triggers_are_there(writable: Connection, keys: dict[str, tuple[str, ...]]) -> None:
    """Nothing is missing in a ledger as it is founded."""
    assert triggers.missing(writable, keys) == []


def test_a_trigger_turned_off_is_missing(
    writable: Connection, keys: dict[str, tuple[str, ...]], engine: str
) -> None:
    """Dropped, disabled or hollowed out, it protects nothing."""
    if engine == "sqlite":
        writable.execute(text("drop trigger loads_no_delete"))
        writable.execute(text("create trigger loads_no_delete before delete on loads begin select 1; end"))
        assert triggers.missing(writable, keys) == ["loads_no_delete"]
        return
    writable.execute(text("alter table loads disable trigger loads_append_only"))
    assert triggers.missing(writable, keys) == ["loads_append_only"]
    writable.execute(text("drop trigger drafts_append_only on drafts"))
    assert triggers.missing(writable, keys) == ["drafts_append_only", "loads_append_only"]
    writable.execute(
        text(
            "create or replace function jalon_append_only() returns trigger language plpgsql "
            "as 'begin return null; end'"
        )
    )
    assert len(triggers.missing(writable, keys)) == len(keys)
