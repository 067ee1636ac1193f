"""Run one model of sql/ on a few rows: `run_model("marts.aging", {"core.instalments": rows})`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from warehouse import checks, graph, raw, shape

Rows = str | Sequence[Mapping[str, Any]]
"""Dicts, or a text table: names on the first line, cells parted by `|`, an empty cell or `null` for NULL."""

TODAY = "2026-06-30"

# What a name says of a type, first match first; only for inputs whose model is not written yet.
_SPELLING = (
    (r"^(load_id|seq|row_number|byte_count)$", "BIGINT"),
    (r"^(position|line_number|payment_terms_days)$|_days$", "INTEGER"),
    (r"_count$|_minutes$", "BIGINT"),
    (r"_date$|^(day|month|today|as_of)$|_(date|on)$", "DATE"),
    (r"_at$|^at$", "TIMESTAMP"),
    (r"^(is|has)_|^end_of_month$", "BOOLEAN"),
    (r"^(vat_rate|retention_rate)$", "DECIMAL(9,6)"),
    (r"_rate$|hours$", "DECIMAL(18,6)"),
    (r"_ratio$|^progress$", "DECIMAL(18,12)"),
    (r"amount|_cost$", "DECIMAL(18,2)"),
    (r"^(blocked_by|notices)$", "VARCHAR[]"),
)


def run_model(
    relation: str,
    inputs: Mapping[str, Rows] | None = None,
    *,
    today: str = TODAY,
    through: Sequence[str] = (),
    folder: Path = graph.SQL_FOLDER,
) -> list[dict[str, Any]]:
    """The rows of one model on these inputs, in the order of its grain.

    What it reads and is not given is an empty table of the right types. `core.clock` says `today` unless
    given.
    Models named in `through` run too, parents first, instead of being empty.
    """
    with _world(relation, inputs or {}, today=today, through=through, folder=folder) as con:
        order = _grain(relation, folder) or "all"
        cursor = con.execute(f"select * from {relation} order by {order}")
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def failed_checks(
    relation: str,
    inputs: Mapping[str, Rows] | None = None,
    *,
    today: str = TODAY,
    through: Sequence[str] = (),
    folder: Path = graph.SQL_FOLDER,
) -> list[str]:
    """The header checks that the model's rows break on these inputs, such as `unique phase_id`."""
    with _world(relation, inputs or {}, today=today, through=through, folder=folder) as con:
        model = _model(relation, folder)
        return [
            f"{check.kind} {check.text}"
            for check in model.header.checks
            if con.execute(f"select count(*) from ({checks.offending(check)})").fetchall()[0][0]
        ]


def rows(text: str) -> list[dict[str, Any]]:
    """A text table as dicts; every value a text or None, for DuckDB to cast."""
    lines = [line for line in text.strip().splitlines() if not re.fullmatch(r"[\s|:+-]*", line)]
    names = [name.strip() for name in lines[0].split("|")]
    found = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != len(names):
            raise ValueError(f"{len(cells)} cells under {len(names)} names: {line!r}")
        found.append({name: _value(cell) for name, cell in zip(names, cells, strict=True)})
    return found


def _value(cell: str) -> str | None:
    return None if cell in {"", "null", "NULL"} else cell


class _world:  # noqa: N801 - a context manager, read as a function
    """An in-memory database holding the inputs and the model."""

    def __init__(
        self, relation: str, inputs: Mapping[str, Rows], *, today: str, through: Sequence[str], folder: Path
    ) -> None:
        self.con = duckdb.connect(":memory:")
        self.con.execute("set timezone = 'UTC'")
        self.con.execute("attach ':memory:' as raw")
        for schema in ("ledger", "staging", "core", "marts", "checks"):
            self.con.execute(f"create schema {schema}")
        given = dict(inputs)
        given.setdefault("core.clock", [{"today": today}])
        given.setdefault("core.firm", [{"name": "Bureau", "is_evidence_required": False}])
        run = list(_ordered((*through, relation), folder))
        for name in sorted({p for r in run for p in _model(r, folder).parents} | set(given)):
            if name not in run:
                self._create(name, given.get(name, ()), run, folder)
        for name in run:
            model = _model(name, folder)
            self.con.execute(f"create table {name} as {model.sql}")

    def _create(self, name: str, given: Rows, readers: Sequence[str], folder: Path) -> None:
        found = rows(given) if isinstance(given, str) else list(given)
        columns = dict(_shapes(folder).get(name, {}))
        if not columns:
            read = [
                column for reader in readers for column in _columns_read(_model(reader, folder).sql, name)
            ]
            for column in [*(key for row in found for key in row), *read]:
                columns.setdefault(column, _spelled(column))
        unknown = {key for row in found for key in row} - columns.keys()
        if unknown:
            raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}; it has {', '.join(columns)}")
        self.con.execute(f"create or replace table {name} ({_listed(columns or {'nothing': 'INTEGER'})})")
        for row in found:
            names = ", ".join(f'"{column}"' for column in row)
            marks = ", ".join("?" for _ in row)
            self.con.execute(f"insert into {name} ({names}) values ({marks})", list(row.values()))

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        return self.con

    def __exit__(self, *_: object) -> None:
        self.con.close()


def _listed(columns: Mapping[str, str]) -> str:
    return ", ".join(f'"{column}" {kind}' for column, kind in columns.items())


def _grain(relation: str, folder: Path) -> str:
    model = _model(relation, folder)
    return ", ".join(name for name in model.header.grain if re.fullmatch(r"\w+", name))


def _ordered(relations: Sequence[str], folder: Path) -> Iterator[str]:
    """These models, parents first."""
    wanted = set(relations)
    done: set[str] = set()

    def visit(name: str) -> Iterator[str]:
        if name in done or name not in _models(folder):
            return
        done.add(name)
        for parent in sorted(_models(folder)[name].parents):
            yield from visit(parent)
        if name in wanted:
            yield name

    for name in relations:
        _model(name, folder)
        yield from visit(name)


def _model(relation: str, folder: Path) -> graph.Model:
    schema, _, name = relation.partition(".")
    path = folder / schema / f"{name}.sql"
    return _read(relation, path, path.read_text(encoding="utf-8"))


@cache
def _read(relation: str, path: Path, text: str) -> graph.Model:
    return graph.read_model(relation, path, text)


@cache
def _models(folder: Path) -> dict[str, graph.Model]:
    """Every model that can be read; one half-written neighbour does not stop the others' tests."""
    found = {}
    for schema in graph.SCHEMAS:
        for path in sorted((folder / schema).glob("*.sql")):
            try:
                found[f"{schema}.{path.stem}"] = _model(f"{schema}.{path.stem}", folder)
            except graph.ModelError:
                continue
    return found


@cache
def _shapes(folder: Path) -> Mapping[str, shape.Columns]:
    """The columns of every relation, learnt by running all models on nothing."""
    return _learnt(folder, raw.ddl(folder), tuple(model.sql for model in _sorted_models(folder)))


def _sorted_models(folder: Path) -> list[graph.Model]:
    models = _models(folder)
    return [models[name] for name in _ordered(tuple(models), folder)]


@cache
def _learnt(folder: Path, raw_ddl: str, texts: tuple[str, ...]) -> Mapping[str, shape.Columns]:
    """Learn once per state of the files, which `texts` tells.

    A model whose parent is not written yet is left out: its columns are guessed from their names.
    """
    del texts
    return shape.learn(_sorted_models(folder), raw_ddl, is_lenient=True)


def _columns_read(sql: str, relation: str) -> list[str]:
    """The columns that an import CTE lists for this relation."""
    found = []
    for select in sqlglot.parse_one(sql, read="duckdb").find_all(exp.Select):
        tables = [table for table in select.find_all(exp.Table) if table.db]
        if [f"{table.db}.{table.name}" for table in tables] == [relation]:
            found += [column.name for column in select.find_all(exp.Column)]
    return list(dict.fromkeys(found))


def _spelled(column: str) -> str:
    return next((kind for pattern, kind in _SPELLING if re.search(pattern, column)), "VARCHAR")
