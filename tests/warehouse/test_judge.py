"""Judging raw rows by the models, inside the transaction that loads them."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse import graph
from warehouse.judge import judge

TODAY = dt.date(2026, 6, 30)


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An open raw store with the real tables, in a transaction."""
    con = duckdb.connect(str(tmp_path / "raw.duckdb"))
    con.execute((graph.SQL_FOLDER / "raw.sql").read_text(encoding="utf-8"))
    con.execute("begin")
    yield con
    con.close()


def _project(con: duckdb.DuckDBPyConnection, project_id: str, client_id: str, *, load_id: int) -> None:
    con.execute(
        "insert into projects (project_id, client_id, name, status, load_id, file_name, row_number) "
        "values (?, ?, 'Pont', 'open', ?, 'projects.csv', 2)",
        [project_id, client_id, load_id],
    )


def test_a_row_that_refers_to_nothing_is_an_orphan(raw: duckdb.DuckDBPyConnection) -> None:
    """Its place, what it names, and a reason."""
    _project(raw, "A1", "C9", load_id=7)

    judged = judge(raw, today=TODAY)

    assert judged.orphan_counts == {7: 1}
    (orphan,) = judged.orphans
    assert (orphan.template, orphan.row_number, orphan.column_name, orphan.value) == (
        "projects",
        2,
        "client_id",
        "C9",
    )
    assert "C9" in orphan.reason


def test_it_comes_right_when_its_parent_arrives(raw: duckdb.DuckDBPyConnection) -> None:
    """Nothing of the first judgement stays."""
    _project(raw, "A1", "C9", load_id=7)
    judge(raw, today=TODAY)
    raw.execute(
        "insert into clients (client_id, name, load_id, file_name, row_number) "
        "values ('C9', 'x', 8, 'clients.csv', 2)"
    )
    assert judge(raw, today=TODAY).orphan_counts == {}


def test_only_the_loads_asked_for_are_listed(raw: duckdb.DuckDBPyConnection) -> None:
    """All are counted."""
    _project(raw, "A1", "C9", load_id=7)
    _project(raw, "A2", "C9", load_id=8)
    judged = judge(raw, today=TODAY, load_ids=[8])
    assert judged.orphan_counts == {7: 1, 8: 1}
    assert [orphan.load_id for orphan in judged.orphans] == [8]


def test_nothing_stays_in_the_raw_store(raw: duckdb.DuckDBPyConnection) -> None:
    """The transaction goes on as before, and holds the rows alone."""
    _project(raw, "A1", "C9", load_id=7)
    before = raw.execute("select count(*) from duckdb_tables()").fetchall()
    judge(raw, today=TODAY)
    assert raw.execute("select count(*) from duckdb_tables()").fetchall() == before
    raw.execute("commit")
    assert raw.execute("select count(*) from projects").fetchall() == [(1,)]
