"""Checks: each line of a header, and each file of sql/checks/, is a query for the rows that break it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.engine import first_line
from warehouse.graph import Check, Graph, Model, ModelError

SAMPLE = 20
"""How many offending rows a report shows; it counts all."""

_RELATES = re.compile(r"^(?P<own>.+?)\s*->\s*(?P<relation>[a-z]+\.[a-z0-9_]+)\.(?P<other>.+)$", re.DOTALL)
_EQUALS = re.compile(r"^(?P<own>.+) = (?P<relation>[a-z]+\.[a-z0-9_]+)\.(?P<other>.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that some rows break."""

    check: str
    is_blocking: bool
    offending_rows: int
    rows: tuple[Mapping[str, Any], ...]
    """The first ones, as the check's query gives them."""

    @property
    def example(self) -> str:
        """The first offending row in one line."""
        shown = self.rows[0] if self.rows else {}
        return ", ".join(f"{name} = {value}" for name, value in list(shown.items())[:6])


@dataclass(frozen=True, slots=True)
class _Question:
    """A named query for offending rows."""

    name: str
    query: str
    is_blocking: bool


def count(models: Iterable[Model]) -> int:
    """How many checks these models carry; a file of sql/checks/ is one."""
    return sum(1 if model.schema == "checks" else len(model.header.checks) for model in models)


def concerning(graph: Graph, rerun: Iterable[str]) -> tuple[list[Check], list[Model]]:
    """The checks whose answer these relations may have changed: their own, and what compares."""
    changed = set(rerun)
    lines = [
        check
        for model in graph.tables()
        for check in model.header.checks
        if changed & {check.relation, other(check)}
    ]
    return lines, [model for model in graph.checks() if model.parents & changed]


def failures(
    con: duckdb.DuckDBPyConnection, lines: Iterable[Check], files: Iterable[Model] = ()
) -> list[FailedCheck]:
    """Ask every check, and list those that some row breaks, the blocking ones first."""
    suspects = [_as_question(check) for check in _not_quickly_cleared(con, list(lines))]
    suspects += [_Question(model.relation, bare(model.sql), model.header.is_blocking) for model in files]
    found = [failed for question in suspects if (failed := _ask(con, question))]
    return sorted(found, key=lambda failed: not failed.is_blocking)


def bare(sql: str) -> str:
    """A model's query, fit to stand in brackets."""
    return sql.strip().removesuffix(";") + "\n"


def _not_quickly_cleared(con: duckdb.DuckDBPyConnection, lines: list[Check]) -> list[Check]:
    """One scan a relation answers all its checks on single rows; what it clears need not be asked again."""
    rest = [check for check in lines if check.kind not in _BREAKS]
    by_relation: dict[str, list[Check]] = {}
    for check in lines:
        if check.kind in _BREAKS:
            by_relation.setdefault(check.relation, []).append(check)
    for relation, checks in by_relation.items():
        counted = ", ".join(f"count(*) filter (where {breaks(check)})" for check in checks)
        try:
            counts = con.execute(f"select {counted} from {relation}").fetchall()[0]
        except duckdb.Error:
            rest += checks  # one of them cannot be read: asked one by one, it names itself
            continue
        rest += [check for check, number in zip(checks, counts, strict=True) if number]
    return rest


def _as_question(check: Check) -> _Question:
    return _Question(check.name, offending(check), check.is_blocking)


def _ask(con: duckdb.DuckDBPyConnection, question: _Question) -> FailedCheck | None:
    try:
        cursor = con.execute(
            f"select count(*) over () as offending_rows, * from ({question.query}) limit {SAMPLE}"
        )
    except duckdb.Error as error:
        unread = {"error": first_line(error)}
        return FailedCheck(question.name, question.is_blocking, 1, (unread,))
    names = [column[0] for column in cursor.description or []]
    rows = cursor.fetchall()
    if not rows:
        return None
    shown = tuple(dict(zip(names[1:], row[1:], strict=True)) for row in rows)
    return FailedCheck(question.name, question.is_blocking, int(rows[0][0]), shown)


def offending(check: Check) -> str:
    """The query whose rows break the check; none when it holds.

    Raises:
        ModelError: the line is not of the form that its kind asks for.
    """
    if check.kind in _BREAKS:
        return f"select * from {check.relation} where {breaks(check)}"
    return {"unique": _unique, "relates": _relates, "equals": _equals}[check.kind](check)


def breaks(check: Check) -> str:
    """The condition that a single offending row meets."""
    return _BREAKS[check.kind](check)


def other(check: Check) -> str | None:
    """The relation that a check compares with, if it compares."""
    if check.kind not in {"relates", "equals"}:
        return None
    return _parts(check)["relation"]


def _unique(check: Check) -> str:
    columns = ", ".join(_names(check.text))
    counted = f"select {columns}, count(*) as row_count from {check.relation} group by {columns}"
    return f"{counted} having row_count > 1"


def _relates(check: Check) -> str:
    found = _parts(check)
    own, known_as = _names(found["own"]), _names(found["other"])
    known = " and ".join(f"own_row.{column} is not null" for column in own)
    pairs = " and ".join(f"other_row.{b} = own_row.{a}" for a, b in zip(own, known_as, strict=True))
    return (
        f"select own_row.* from {check.relation} as own_row where {known} "
        f"and not exists (from {found['relation']} as other_row where {pairs})"
    )


def _equals(check: Check) -> str:
    found = _parts(check)
    return (
        "select * from ("
        f"select (select {found['own']} from {check.relation}) as found_value, "
        f"(select {found['other']} from {found['relation']}) as expected_value"
        ") where coalesce(found_value, 0) <> coalesce(expected_value, 0)"
    )


def _missing(check: Check) -> str:
    return "(" + " or ".join(f"{column} is null" for column in _names(check.text)) + ")"


def _unknown(check: Check) -> str:
    column, _, values = check.text.partition(":")
    listed = ", ".join("'" + value.strip().replace("'", "''") + "'" for value in values.split(","))
    return f"{column.strip()}::varchar not in ({listed})"


def _untrue(check: Check) -> str:
    return f"not ({check.text})"


_BREAKS = {"not_null": _missing, "accepted": _unknown, "true": _untrue}


def _parts(check: Check) -> dict[str, str]:
    found = (_RELATES if check.kind == "relates" else _EQUALS).match(check.text)
    if not found:
        raise ModelError(check.relation, f"cannot read the check {check.kind} {check.text}")
    return found.groupdict()


def _names(text: str) -> list[str]:
    """Column names, quoted: `at` is a word of the engine's own."""
    return [f'"{name.strip()}"' for name in text.split(",")]
