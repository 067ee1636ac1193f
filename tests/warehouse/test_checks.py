"""Each kind of check finds the rows that break it, and no others."""

import duckdb
import pytest

from warehouse import checks
from warehouse.graph import Check, ModelError

CASES = [
    ("unique", "a", "(1, 'x'), (1, 'y')", 1),
    ("unique", "a, b", "(1, 'x'), (1, 'y')", 0),
    ("not_null", "a, b", "(1, null), (2, 'x'), (null, null)", 2),
    ("accepted", "b: x, y z", "(1, 'x'), (2, 'y z'), (3, 'Z'), (4, null)", 1),
    ("true", "a > 1 or b = 'x'", "(1, 'x'), (2, null), (1, 'y'), (1, null)", 1),
    ("relates", "b -> core.other.b", "(1, 'x'), (2, 'gone'), (3, null)", 1),
    ("equals", "sum(a) = core.other.sum(n)", "(1, 'x'), (2, 'x')", 0),
    ("equals", "sum(a) = core.other.sum(n)", "(1, 'x')", 1),
    ("equals", "sum(a) = core.other.sum(n) filter (b = 'none')", "(0, 'x')", 0),
]


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """An engine with something to relate to."""
    con = duckdb.connect(":memory:")
    con.execute("create schema core; create table core.other as select 'x' as b, 3 as n")
    return con


@pytest.mark.parametrize(("kind", "text", "rows", "expected"), CASES)
def test_a_check_counts_what_breaks_it(
    con: duckdb.DuckDBPyConnection, kind: str, text: str, rows: str, expected: int
) -> None:
    """Unknown is not wrong, but for not_null."""
    con.execute(f"create table core.own as select * from (values {rows}) as t(a, b)")
    failed = checks.failures(con, [Check("core.own", kind, text, is_blocking=True)])
    assert sum(each.offending_rows for each in failed) == expected


def test_a_check_that_cannot_be_asked_has_failed(con: duckdb.DuckDBPyConnection) -> None:
    """A typing error in a header does not pass for a clean table."""
    con.execute("create table core.own as select 1 as a")
    bad, good = (
        Check("core.own", "true", "b > 1", is_blocking=True),
        Check("core.own", "not_null", "a", is_blocking=True),
    )
    assert [each.check for each in checks.failures(con, [bad, good])] == ["core.own true b > 1"]


def test_blocking_failures_come_first(con: duckdb.DuckDBPyConnection) -> None:
    """A warning never hides what blocks."""
    con.execute("create table core.own as select 1 as a")
    warns, blocks = (
        Check("core.own", "true", "a > 1", is_blocking=False),
        Check("core.own", "true", "a > 2", is_blocking=True),
    )
    assert [each.is_blocking for each in checks.failures(con, [warns, blocks])] == [True, False]


def test_a_sample_is_shown_and_all_are_counted(con: duckdb.DuckDBPyConnection) -> None:
    """Thousands of offending rows do not fill the report."""
    con.execute("create table core.own as select null as a from range(1000)")
    (failed,) = checks.failures(con, [Check("core.own", "not_null", "a", is_blocking=True)])
    assert (failed.offending_rows, len(failed.rows)) == (1000, checks.SAMPLE)


def test_a_check_of_another_form_is_an_error() -> None:
    """`relates` wants an arrow."""
    with pytest.raises(ModelError):
        checks.offending(Check("core.own", "relates", "a = b", is_blocking=True))
