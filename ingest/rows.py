"""From staged text to typed rows, and from typed rows to the winners of the raw store, all in SQL."""

from dataclasses import dataclass

import duckdb

from ingest.cells import cell, literal, reason, trimmed
from ingest.columns import Template

_SHOWN = 500


@dataclass(frozen=True, slots=True)
class RowRule:
    """What a whole row may get wrong: a condition over its typed columns, and the column to name."""

    condition: str
    code: str
    column: str


_ROW_RULES = {
    "invoices": RowRule(
        "document_kind = 'credit_note' and (net_amount > 0 or gross_amount > 0)",
        "positive_credit_note",
        "gross_amount",
    ),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """The load that rows belong to."""

    load_id: int
    file_name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of a load: `read = accepted + rejected + unchanged`."""

    read: int
    accepted: int
    rejected: int
    unchanged: int


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create what a command remembers between its loads: which winners were found again."""
    con.execute(
        "create or replace temp table same_rows (load_id BIGINT, template VARCHAR, "
        "winner_load_id BIGINT, winner_row_number BIGINT)"
    )


def load(
    con: duckdb.DuckDBPyConnection, template: Template, columns: dict[str, str], origin: Origin, *, name: str
) -> Counts:
    """Judge the rows staged as NAME and load the good ones.

    `columns` names, for each column of the template that the file has, the column of NAME that holds it.
    """
    con.execute(f"create or replace temp view staged as select * from {name}")
    con.execute(f"create or replace temp view faults as select * from {name}_faults")
    _judge(con, template, columns)
    rejected = _reject(con, template, columns, origin)
    con.execute(
        f"create or replace temp table good as select {_names(template.names)}, row_number "
        "from judged where fault_code is null"
    )
    good = _count(con, "good")
    unchanged = _leave_repeats(con, template) + _leave_known(con, template, origin)
    _win(con, template, origin)
    return Counts(rejected + good, good - unchanged, rejected, unchanged)


def _texts(template: Template, columns: dict[str, str]) -> str:
    """Select the trimmed text of every column of the template, null where the file has none."""
    cells = [
        f'{trimmed(columns[name]) if name in columns else "cast(null as varchar)"} as "{name}"'
        for name in template.names
    ]
    return f"select row_number, {', '.join(cells)} from staged"


def _judge(con: duckdb.DuckDBPyConnection, template: Template, columns: dict[str, str]) -> None:
    """Fill `judged`: typed values, and the code of the first thing wrong."""
    cells = [(column.name, cell(column, f't."{column.name}"')) for column in template.columns]
    values = ", ".join(f'{each.value} as "{name}"' for name, each in cells)
    codes = ", ".join(each.fault for _, each in cells)
    texts = _texts(template, columns)
    typed = f"select t.row_number, {values}, coalesce({codes}) as fault_code from ({texts}) as t"
    rule = _ROW_RULES.get(template.name)
    if rule:
        judged = f"coalesce(fault_code, case when {rule.condition} then {literal(rule.code)} end)"
        typed = f"select * replace ({judged} as fault_code) from ({typed})"
    con.execute(f"create or replace temp table judged as {typed}")
    con.execute(
        "update judged set fault_code = 'error_cell' from faults "
        f"where faults.row_number = judged.row_number and {_is_used(columns)}"
    )


def _is_used(columns: dict[str, str]) -> str:
    used = ", ".join(literal(name) for name in columns.values())
    return f"'c' || faults.column_index in ({used})"


def _reject(
    con: duckdb.DuckDBPyConnection, template: Template, columns: dict[str, str], origin: Origin
) -> int:
    """Write down each row that cannot be read, with its first wrong cell."""
    names = ", ".join(f"({literal(at)}, {literal(name)})" for name, at in columns.items())
    con.execute(
        f"create or replace temp table rejections as {_wrong_cells(template, columns)} "
        "union all select row_number, null, value, code from faults where column_index is null "
        "union all select row_number, name, value, code from faults "
        f"join (values {names}) as places (place, name) on places.place = 'c' || faults.column_index "
        "qualify row_number() over (partition by row_number order by column_index) = 1"
    )
    pairs = con.execute("select distinct column_name, code from rejections").fetchall()
    for column_name, code in pairs:
        column = template.column(column_name) if column_name else None
        con.execute(
            "insert into raw.rejected_rows select ?, ?, row_number, ?, column_name, "
            f"left(value, {_SHOWN}), code, ? from rejections "
            "where code = ? and column_name is not distinct from ? order by row_number",
            [origin.load_id, origin.file_name, template.name, reason(code, column), code, column_name],
        )
    return _count(con, "rejections")


def _wrong_cells(template: Template, columns: dict[str, str]) -> str:
    """Select the first wrong cell of each row judged bad: row_number, column_name, value, code."""
    wrong = [
        _wrong_cell(column.name, cell(column, f't."{column.name}"').fault) for column in template.columns
    ]
    rule = _ROW_RULES.get(template.name)
    if rule:
        wrong.append(_wrong_cell(rule.column, literal(rule.code)))
    return (
        "select row_number, wrong.column_name, wrong.value, wrong.code from ("
        f"select t.row_number, coalesce({', '.join(wrong)}) as wrong from ({_texts(template, columns)}) as t "
        "semi join (select row_number from judged where fault_code <> 'error_cell') as bad "
        "on bad.row_number = t.row_number)"
    )


def _wrong_cell(name: str, fault: str) -> str:
    cells = f"'column_name': {literal(name)}, 'value': t.\"{name}\", 'code': {fault}"
    return f"case when ({fault}) is not null then {{{cells}}} end"


def _leave_repeats(con: duckdb.DuckDBPyConnection, template: Template) -> int:
    """Leave out a row that says again what the row before it, of the same key, says."""
    key = _names(template.key)
    repeated = f"select {key} from good group by {key} having count(*) > 1"
    con.execute(
        "create or replace temp table again as select row_number from ("
        f"select good.row_number, {{{_struct(template)}}} as content, "
        f"lag(content) over (partition by {key} order by row_number) as previous "
        f"from good where ({key}) in ({repeated})) where content = previous"
    )
    con.execute("delete from good where row_number in (select row_number from again)")
    return _count(con, "again")


def _leave_known(con: duckdb.DuckDBPyConnection, template: Template, origin: Origin) -> int:
    """Leave out a row that says what the raw store says already."""
    key = _names(template.key)
    same = " and ".join(f'good."{name}" is not distinct from winner."{name}"' for name in template.names)
    con.execute(
        "create or replace temp table again as select good.row_number, winner.load_id as winner_load_id, "
        f"winner.row_number as winner_row_number from (select * from good qualify row_number() over "
        f"(partition by {key} order by row_number) = 1) as good "
        f"inner join raw.{template.name} as winner on {same}"
    )
    con.execute("delete from good where row_number in (select row_number from again)")
    con.execute(
        "insert into same_rows select ?, ?, winner_load_id, winner_row_number from again",
        [origin.load_id, template.name],
    )
    return _count(con, "again")


def _win(con: duckdb.DuckDBPyConnection, template: Template, origin: Origin) -> None:
    """Make the last row of each key the winner; keep the replaced ones on record."""
    name, names = template.name, _names(template.names)
    same_key = " and ".join(f'good."{each}" is not distinct from winner."{each}"' for each in template.key)
    key = _names(template.key)
    con.execute(
        f"insert into raw.{name}_superseded select winner.*, {origin.load_id} from raw.{name} as winner "
        f"semi join good on {same_key}"
    )
    con.execute(f"delete from raw.{name} as winner where exists (select 1 from good where {same_key})")
    con.execute(
        "create or replace temp table last_rows as "
        f"select max(row_number) as row_number from good group by {key}"
    )
    rows = f"select {names}, {origin.load_id}, {literal(origin.file_name)}, row_number"
    is_last = "row_number in (select row_number from last_rows)"
    con.execute(f"insert into raw.{name} {rows} from good where {is_last}")
    con.execute(f"insert into raw.{name}_superseded {rows}, {origin.load_id} from good where not {is_last}")


def _struct(template: Template) -> str:
    return ", ".join(f'{literal(name)}: good."{name}"' for name in template.names)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    found = con.execute(f"select count(*) from {relation}").fetchone()
    return int(found[0]) if found else 0
