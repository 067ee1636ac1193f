"""Checks: each line of a header is a query for the rows that break it."""

import re

from warehouse.graph import Check, ModelError

_OTHER = re.compile(r"^(?P<own>.+?)\s*(?:->|=)\s*(?P<relation>[a-z]+\.[a-z0-9_]+)\.(?P<other>.+)$", re.DOTALL)
_EQUALS = re.compile(r"^(?P<own>.+) = (?P<relation>[a-z]+\.[a-z0-9_]+)\.(?P<other>.+)$", re.DOTALL)


def offending(check: Check) -> str:
    """The query whose rows break the check; none when it holds.

    Raises:
        ModelError: the line is not of the form that its kind asks for.
    """
    write = {
        "unique": _unique,
        "not_null": _not_null,
        "relates": _relates,
        "accepted": _accepted,
        "true": _true,
        "equals": _equals,
    }[check.kind]
    return write(check)


def _unique(check: Check) -> str:
    columns = ", ".join(_columns(check.text))
    counted = f"select {columns}, count(*) as row_count from {check.relation} group by {columns}"
    return f"{counted} having row_count > 1"


def _not_null(check: Check) -> str:
    missing = " or ".join(f"{column} is null" for column in _columns(check.text))
    return f"select * from {check.relation} where {missing}"


def _relates(check: Check) -> str:
    found = _parts(_OTHER, check)
    own, other = _columns(found["own"]), _columns(found["other"])
    known = " and ".join(f"own_row.{column} is not null" for column in own)
    pairs = " and ".join(f"other_row.{b} = own_row.{a}" for a, b in zip(own, other, strict=True))
    return (
        f"select own_row.* from {check.relation} as own_row where {known} "
        f"and not exists (from {found['relation']} as other_row where {pairs})"
    )


def _accepted(check: Check) -> str:
    column, _, values = check.text.partition(":")
    listed = ", ".join("'" + value.strip().replace("'", "''") + "'" for value in values.split(","))
    return f"select * from {check.relation} where {column.strip()}::varchar not in ({listed})"


def _true(check: Check) -> str:
    return f"select * from {check.relation} where not ({check.text})"


def _equals(check: Check) -> str:
    found = _parts(_EQUALS, check)
    return (
        "select * from ("
        f"select (select {found['own']} from {check.relation}) as found_value, "
        f"(select {found['other']} from {found['relation']}) as expected_value"
        ") where coalesce(found_value, 0) <> coalesce(expected_value, 0)"
    )


def _parts(pattern: re.Pattern[str], check: Check) -> dict[str, str]:
    found = pattern.match(check.text)
    if not found:
        raise ModelError(check.relation, f"cannot read the check {check.kind} {check.text}")
    return found.groupdict()


def _columns(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]
