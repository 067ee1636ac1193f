"""Judge freshly read rows by the models: which refer to nothing, which are odd."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

import duckdb

from warehouse import given, graph
from warehouse.engine import ModelFailed

ORPHANS = "core.orphans"
FINDINGS = "core.source_findings"
SHOWN = 1_000

Row = TypeVar("Row", "Orphan", "SourceFinding")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A row that refers to something that no file has brought yet."""

    code: str
    template: str
    load_id: int
    file_name: str
    row_number: int
    column_name: str | None
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFinding:
    """A row that is loaded as it stands, and that someone should look at."""

    code: str
    template: str
    load_id: int
    file_name: str
    row_number: int
    column_name: str | None
    value: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the models say of the raw rows."""

    orphan_counts: Mapping[int, int]
    """Orphans per load, of all loads that have some."""
    orphans: tuple[Orphan, ...]
    """The first ones of the loads asked for, in the order of file and row."""
    findings: tuple[SourceFinding, ...]


def judge(
    con: duckdb.DuckDBPyConnection,
    *,
    today: dt.date,
    load_ids: Collection[int] | None = None,
    limit: int = SHOWN,
    sql: Path = graph.SQL_FOLDER,
) -> Judged:
    """Run the models of orphans and source findings on an open raw store, inside its transaction if any.

    The store's catalog is named `raw`. What the models need is made of temporary tables; none is left behind.
    """
    models = graph.load(sql)
    with _temporary(con, models, today):
        counts = con.execute(f"select load_id, count(*) from {_temp(ORPHANS)} group by load_id").fetchall()
        return Judged(
            dict(counts),
            _first(con, ORPHANS, Orphan, load_ids, limit),
            _first(con, FINDINGS, SourceFinding, load_ids, limit),
        )


def _first(
    con: duckdb.DuckDBPyConnection,
    relation: str,
    row: type[Row],
    load_ids: Collection[int] | None,
    limit: int,
) -> tuple[Row, ...]:
    listed = ", ".join(field.name for field in fields(row))
    wanted = ", ".join(str(int(each)) for each in load_ids or ()) or "null"
    chosen = "" if load_ids is None else f"where load_id in ({wanted})"
    order = f"order by load_id, row_number, code limit {int(limit)}"
    found = con.execute(f"select {listed} from {_temp(relation)} {chosen} {order}")
    return tuple(row(*values) for values in found.fetchall())


@contextmanager
def _temporary(con: duckdb.DuckDBPyConnection, models: graph.Graph, today: dt.date) -> Iterator[None]:
    """The two models and all above them, as temporary tables named with their schema."""
    chosen = models.upstream([ORPHANS, FINDINGS])
    known = {model.relation for model in models} | set(given.BUILD_COLUMNS) | set(given.ledger_columns())
    made: list[str] = []
    try:
        for relation, columns in {**given.BUILD_COLUMNS, **given.ledger_columns()}.items():
            if any(relation in model.parents for model in chosen):
                made.append(relation)
                given.create(con, {_temp(relation): columns})
        if "core.clock" in made:
            given.put(con, _temp("core.clock"), {"today": today})
        for model in chosen:
            made.append(model.relation)
            try:
                con.execute(f"create temp table {_temp(model.relation)} as {_elsewhere(model.sql, known)}")
            except duckdb.Error as error:
                raise ModelFailed(model.relation, error) from error
    except BaseException:
        _drop(con, made)
        raise
    try:
        yield
    finally:
        _drop(con, made)


def _drop(con: duckdb.DuckDBPyConnection, relations: Collection[str]) -> None:
    for relation in relations:
        try:
            con.execute(f"drop table if exists {_temp(relation)}")
        except duckdb.Error:
            return  # the transaction failed and takes them along


def _temp(relation: str) -> str:
    return f'temp.main."{relation}"'


def _elsewhere(sql: str, known: Collection[str]) -> str:
    """The query, reading temporary tables in the place of the warehouse's relations."""
    import sqlglot  # noqa: PLC0415 - see graph.parents
    from sqlglot import exp  # noqa: PLC0415

    tree = sqlglot.parse_one(sql, read="duckdb")
    for table in tree.find_all(exp.Table):
        relation = f"{table.db}.{table.name}"
        if table.db and relation in known:
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
            table.set("this", exp.to_identifier(relation, quoted=True))
            table.set("db", exp.to_identifier("main"))
            table.set("catalog", exp.to_identifier("temp"))
    return str(tree.sql(dialect="duckdb", comments=False))
