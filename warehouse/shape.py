"""The columns and types of every relation, learnt by running the models on nothing."""

from collections.abc import Iterable, Mapping

import duckdb

from warehouse import given, raw
from warehouse.checks import bare
from warehouse.graph import SCHEMAS, Model, ModelError

Columns = Mapping[str, str]


def learn(models: Iterable[Model], raw_ddl: str, *, is_lenient: bool = False) -> dict[str, Columns]:
    """Name and type of each column, by relation, raw and given ones included.

    `is_lenient` leaves out a model that does not run, for those who work on it.

    Raises:
        ModelError: a model does not run on empty tables.
    """
    con = duckdb.connect(":memory:", config={"python_enable_replacements": "false"})
    try:
        raw.attach_empty(con, raw_ddl)
        for schema in ("ledger", *SCHEMAS):
            con.execute(f"create schema {schema}")
        given.create(con, {**given.BUILD_COLUMNS, **given.ledger_columns(), **given.OWN_COLUMNS})
        for model in models:
            try:
                con.execute(f"create table {model.relation} as\n{bare(model.sql)}")
            except duckdb.Error as error:
                if not is_lenient:
                    raise ModelError(model.relation, str(error)) from error
        return _columns(con)
    finally:
        con.close()


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, Columns]:
    rows = con.execute(
        "select if(database_name = 'raw', 'raw', schema_name) || '.' || table_name, column_name, data_type "
        "from duckdb_columns() where not internal "
        "order by database_name, schema_name, table_name, column_index"
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for relation, column, kind in rows:
        found.setdefault(relation, {})[column] = kind
    return dict(found)
