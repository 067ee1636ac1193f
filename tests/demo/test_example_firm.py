"""The example firm is what its description promises, and is loaded once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from demo import command
from demo.history import tell
from firm.home import Home
from warehouse import published

ANCHOR = date(2026, 11, 24)
LATER = date(2026, 11, 25)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The example firm, loaded once for these tests."""
    home = Home(tmp_path_factory.mktemp("example") / "home")
    command.load(home, account="founder", today=ANCHOR)
    return home


@pytest.fixture
def marts(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its published warehouse."""
    with published.reading(home) as connection:
        yield connection


def count(marts: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query answers."""
    row = marts.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_it_has_forty_projects_over_thirty_months(marts: duckdb.DuckDBPyConnection) -> None:
    """Enough for every page to look like a Monday morning."""
    assert count(marts, "select count(*) from marts.projects") == 40
    assert count(marts, "select count(*) from marts.kpi_monthly") >= 28


def test_every_billing_mode_and_deposit_policy_is_there(marts: duckdb.DuckDBPyConnection) -> None:
    """Nobody meets a mode for the first time with their own money."""
    assert count(marts, "select count(distinct billing_mode) from core.phases") == 5
    assert count(marts, "select count(distinct deposit_policy) from marts.quotes") == 3


@pytest.mark.parametrize(
    "case",
    [
        "marts.billable where is_billable",
        "marts.billable where billable_amount < 0",
        "marts.billable where list_contains(blocked_by, 'quote_not_signed')",
        "marts.billable where list_contains(blocked_by, 'client_incomplete')",
        "marts.billable where list_contains(blocked_by, 'public_reference_missing')",
        "marts.billable where list_contains(notices, 'hours_not_approved')",
        "core.phases where has_pending_amendment",
        "marts.invoices where is_overdue and is_partially_paid",
        "marts.invoices where document_kind = 'credit_note'",
        "marts.invoices where status = 'cancelled'",
        "marts.invoices where retention_amount > 0",
        "marts.invoice_lines where line_kind = 'deposit_deduction'",
        "marts.invoice_lines where line_kind = 'revision'",
        "marts.aging where bucket = '90+'",
        "marts.unallocated_payments where invoice_number is null",
        "marts.rejected_rows",
        "marts.drafts where state = 'open'",
        "marts.drafts where state = 'discarded'",
        "marts.phases where is_raf_estimated",
    ],
)
def test_the_hard_cases_are_there(marts: duckdb.DuckDBPyConnection, case: str) -> None:
    """Each case that a month-end forgets can be seen in the example."""
    assert count(marts, f"select count(*) from {case}") > 0


def test_a_second_load_finds_it(home: Home) -> None:
    """The day after, the same firm is there; nothing is loaded or decided again."""
    before = published.stamp(home)

    loaded = command.load(home, account="founder", today=LATER)

    after = published.stamp(home)
    assert before is not None
    assert after is not None
    assert (loaded.was_there, loaded.anchor, after.seq) == (True, ANCHOR, before.seq)


def test_another_firm_is_refused_untouched(tmp_path: Path) -> None:
    """A home that holds something else is not touched."""
    mine = tmp_path / "jalon.toml"
    mine.write_text('[firm]\nname = "Autre bureau"\n', encoding="utf-8")

    with pytest.raises(command.AnotherFirm):
        command.load(Home(tmp_path), account="founder", today=ANCHOR)

    assert [path.name for path in tmp_path.iterdir()] == ["jalon.toml"]
    assert "Autre bureau" in mine.read_text(encoding="utf-8")


def test_the_same_anchor_tells_the_same_story() -> None:
    """Screenshots and tests hang on one day, on any machine."""
    assert tell(ANCHOR) == tell(ANCHOR)


def test_the_story_moves_with_its_anchor() -> None:
    """Shown on another day, the firm has lived up to that day."""
    moved = tell(date(2027, 3, 15))

    assert max(row["issued_on"] for row in moved["invoices"]) > ANCHOR
