"""Run models in the warehouse under way, and write their headers into it as comments."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from warehouse import given
from warehouse.checks import bare
from warehouse.engine import ModelFailed, text
from warehouse.graph import SCHEMAS, Graph, Model


@dataclass(frozen=True, slots=True)
class BuiltRelation:
    """What running one model gave."""

    relation: str
    rows: int
    seconds: float


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the schemas of a new warehouse."""
    for schema in ("ledger", *SCHEMAS):
        if schema != "checks":
            con.execute(f"create schema {schema}")


def run(con: duckdb.DuckDBPyConnection, models: Iterable[Model]) -> list[BuiltRelation]:
    """Derive these relations again, whole, in the order given.

    Raises:
        ModelFailed: the engine refuses one of them.
    """
    return [_run(con, model) for model in models]


def _run(con: duckdb.DuckDBPyConnection, model: Model) -> BuiltRelation:
    start = time.perf_counter()
    kind = "view" if model.header.is_view else "table"
    try:
        con.execute(f"create or replace {kind} {model.relation} as\n{bare(model.sql)}")
        rows = con.execute(f"select count(*) from {model.relation}").fetchall()[0][0]
    except duckdb.Error as error:
        raise ModelFailed(model.relation, error) from error
    return BuiltRelation(model.relation, rows, time.perf_counter() - start)


def comment(con: duckdb.DuckDBPyConnection, models: Iterable[Model]) -> None:
    """Write what the headers say where every tool shows it."""
    statements = []
    for model in models:
        kind = "view" if model.header.is_view else "table"
        statements.append(f"comment on {kind} {model.relation} is {text(described(model))}")
        columns = _columns(con, model)
        statements += [
            f'comment on column {model.relation}."{column}" is {text(said)}'
            for column, said in model.header.columns.items()
            if column in columns
        ]
    if statements:
        con.execute(";\n".join(statements))


def described(model: Model) -> str:
    """The header's sentence, its grain, and its reasons."""
    grain = f"Grain: {', '.join(model.header.grain)}." if model.header.grain else ""
    return "\n".join(part for part in (model.header.description, grain, model.header.notes) if part)


def _columns(con: duckdb.DuckDBPyConnection, model: Model) -> set[str]:
    return {column[0] for column in con.execute(f"from {model.relation} limit 0").description or []}


def stamp(con: duckdb.DuckDBPyConnection, built: Sequence[BuiltRelation], models: Graph) -> None:
    """Note what these relations were derived with."""
    marks = models.lineage()
    rows = [(each.relation, marks[each.relation], each.rows) for each in built]
    listed = ", ".join(f"({text(name)}, {text(mark)}, {count})" for name, mark, count in rows)
    if rows:
        con.execute(
            f"delete from {given.MODELS} where relation in ({', '.join(text(row[0]) for row in rows)})"
        )
        con.execute(f"insert into {given.MODELS} values {listed}")
