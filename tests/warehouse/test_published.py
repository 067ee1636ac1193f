"""Reading the published warehouse: whole, at once, while others replace it."""

import duckdb
import pytest

from tests.warehouse.conftest import Firm
from warehouse import published


def test_without_a_warehouse_the_remedy_is_named(firm: Firm) -> None:
    """The first thing to do is to build."""
    assert published.stamp(firm.home) is None
    with pytest.raises(published.NotBuilt) as refused:
        published.open(firm.home)
    assert "jalon build" in refused.value.remedy


def test_a_damaged_warehouse_is_a_refusal(firm: Firm) -> None:
    """Garbage in its place is told as such."""
    firm.home.warehouse.write_bytes(b"x" * 5000)
    with pytest.raises(published.Damaged):
        published.open(firm.home)


def test_who_reads_keeps_what_was_opened(firm: Firm) -> None:
    """A build replaces the file under an open reader, who goes on; whoever opens now sees the new one."""
    firm.load(1, {"P1": "100.00"})
    firm.build()
    with published.open(firm.home) as before:
        firm.validate("P1", "0.50")
        firm.build()
        with published.open(firm.home) as after:
            old = before.cursor().execute("select earned_amount from billable").fetchall()
            new = after.cursor().execute("select earned_amount from billable").fetchall()
        assert (old[0][0], new[0][0]) == (0, 50)
        assert before.stamp.inode != after.stamp.inode
        assert published.inode(firm.home) == after.stamp.inode


def test_nothing_can_be_written_through_a_reader(firm: Firm) -> None:
    """The file is attached read-only."""
    firm.build()
    with published.open(firm.home) as warehouse, pytest.raises(duckdb.InvalidInputException):
        warehouse.connection.execute("delete from ledger.journal")
