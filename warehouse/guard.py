"""Guard: what a question to the warehouse may be; everything not understood is refused."""

import logging
import re

import sqlglot
from sqlglot import exp

CATALOG = "warehouse"
SCHEMAS = frozenset({"staging", "core", "marts", "ledger", "information_schema"})
LONGEST = 200_000

_STATEMENTS = (exp.Query, exp.Values, exp.Describe, exp.Show, exp.Summarize, exp.Pivot)
_SHOW = re.compile(r'\s*show\s+[\w."]+\s*;?\s*', re.IGNORECASE)

_TABLE_FUNCTIONS = frozenset(
    [
        "unnest",
        "range",
        "generate_series",
        "generateseries",
        "explode",
        "json_each",
        "json_tree",
        "histogram",
        "histogram_values",
        "duckdb_columns",
        "duckdb_tables",
        "duckdb_views",
        "duckdb_schemas",
        "duckdb_types",
        "duckdb_functions",
        "duckdb_keywords",
        "repeat",
        "repeat_row",
    ]
)
_CATALOGUE_VIEWS = frozenset(
    ["duckdb_columns", "duckdb_tables", "duckdb_views", "duckdb_schemas", "duckdb_types"]
)

# Functions that look outside the warehouse, or do something; whatever else exists only computes.
_OUTSIDE = re.compile(
    r"read_.*|readcsv|readparquet|sniff_.*|parquet_.*|glob|getenv|current_setting|.*settings?|which_secret|"
    r"duckdb_.*|pragma_.*|query|query_table|json_execute_.*|json_(de)?serialize_.*|write_.*|enable_.*|disable_.*|"
    r"(de)?register_.*|(create|destroy)_external.*|(add|remove)_grammar.*|(force_)?checkpoint|truncate_.*|"
    r"pg_sleep|sleep.*|nextval|currval|.*_scan|.*_scan_dumb|python_.*|test_.*|pg_conf.*|getvariable|http.*|load.*"
)
_ACTIONS = (
    exp.Insert,
    exp.Update,
    exp.Delete,
    exp.Merge,
    exp.Create,
    exp.Drop,
    exp.Alter,
    exp.Copy,
    exp.Attach,
    exp.Detach,
    exp.Set,
    exp.Use,
    exp.Pragma,
    exp.Into,
    exp.Transaction,
    exp.Commit,
    exp.Rollback,
)


class Inadmissible(Exception):  # noqa: N818 - the parent process makes a refusal of it
    """The question is not one read-only statement on the warehouse's own relations."""


def admit(sql: str) -> None:
    """Let one read-only statement pass.

    Raises:
        Inadmissible: says in French what is wrong with it.
    """
    tree = _only_statement(sql)
    if isinstance(tree, exp.Command):
        if not _SHOW.fullmatch(sql):
            raise Inadmissible(
                "seule une lecture est permise (SELECT, WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE)"
            )
        return
    if not isinstance(tree, _STATEMENTS):
        raise Inadmissible(
            "seule une lecture est permise (SELECT, WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE)"
        )
    for node in tree.walk():
        if isinstance(node, (*_ACTIONS, exp.Command)):
            raise Inadmissible(f"{node.key.upper()} n'est pas une lecture")
        if isinstance(node, exp.Table):
            _admit_table(node, tree)
        elif isinstance(node, exp.Func):
            _admit_function(node)


def _only_statement(sql: str) -> exp.Expr:
    if len(sql) > LONGEST:
        raise Inadmissible(f"la requête dépasse {LONGEST} signes")
    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # its warnings would reach the screen
    try:
        parsed = sqlglot.parse(sql, read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        first = re.sub(r"\x1b\[\d*m|<class '[\w.]*\.|'>", "", str(error)).partition("\n")[0]
        raise Inadmissible(f"elle ne se lit pas comme du SQL ({first})") from error
    except RecursionError as error:
        raise Inadmissible("elle est trop imbriquée") from error
    # A comment behind the last semicolon is parsed as a statement that says nothing.
    statements = [each for each in parsed if each is not None and not isinstance(each, exp.Semicolon)]
    if len(statements) != 1:
        raise Inadmissible(f"il faut une seule instruction, en voici {len(statements)}")
    return statements[0]


def _admit_table(table: exp.Table, tree: exp.Expr) -> None:
    if not isinstance(table.this, exp.Identifier):
        name = _name(table.this)
        if table.db or name not in _TABLE_FUNCTIONS:
            raise Inadmissible(f"la fonction {name} n'est pas permise dans FROM")
        return
    if table.catalog and table.catalog != CATALOG:
        raise Inadmissible(f"{table.catalog} n'est pas l'entrepôt")
    if table.db:
        # In `warehouse.marts` without a third part, the schema is the name.
        if table.db.lower() not in SCHEMAS:
            raise Inadmissible(f"le schéma {table.db} n'est pas lisible")
        return
    name = table.name.lower()
    if name.startswith(("duckdb_", "pragma_", "pg_", "sqlite_")) and name not in _CATALOGUE_VIEWS:
        raise Inadmissible(f"{name} n'est pas lisible")
    if not re.fullmatch(r"\w+", name) and name not in _ctes(tree):
        raise Inadmissible(f"« {table.name} » n'est pas une table de l'entrepôt")


def _ctes(tree: exp.Expr) -> set[str]:
    return {cte.alias.lower() for cte in tree.find_all(exp.CTE)}


def _admit_function(function: exp.Func) -> None:
    name = _name(function)
    parent = function.parent
    if isinstance(parent, exp.Table) and parent.this is function:
        return  # judged with its table
    if _OUTSIDE.fullmatch(name) and name not in _TABLE_FUNCTIONS:
        raise Inadmissible(f"la fonction {name} n'est pas permise")


def _name(function: exp.Expr) -> str:
    if isinstance(function, exp.Anonymous):
        return str(function.name).lower()
    if isinstance(function, exp.Func):
        return function.sql_name().lower()
    return function.key.lower()
