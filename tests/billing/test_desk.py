"""The desk: right, key, fresh facts, journal, for every decision alike."""

import shutil
from decimal import Decimal

import pytest

from billing.draft import draft
from billing.validate import validate
from firm.errors import Refusal
from ledger.command import KeyReused
from ledger.ids import PhaseId
from tests.billing.conftest import Firm

APS = PhaseId("APS")
HALF = Decimal("0.5")


@pytest.mark.parametrize("name", ["ann", "stranger"])
def test_a_missing_right_is_journaled_and_nothing_else(firm: Firm, name: str) -> None:
    """An analyst and an unknown account are refused, with one row each."""
    before = firm.journal()

    with pytest.raises(Refusal) as refusal:
        validate(firm.desk(name), APS, progress=HALF)

    assert refusal.value.code == "not_allowed"
    assert firm.journal() == [*before, ("validate", name, "refused")]


def test_the_same_key_is_the_same_answer(firm: Firm) -> None:
    """A second click writes nothing."""
    desk = firm.desk()
    validate(desk, APS, progress=HALF)

    first = draft(desk, [APS], key="click-1")
    journal = firm.journal()

    assert draft(desk, [APS], key="click-1") == first
    assert firm.journal() == journal


def test_a_key_belongs_to_one_request(firm: Firm) -> None:
    """Another request under it is refused."""
    validate(firm.desk(), APS, progress=HALF, key="k")
    with pytest.raises(KeyReused):
        validate(firm.desk(), APS, progress=Decimal("0.6"), key="k")


def test_a_decision_stands_when_it_cannot_be_published(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the ledger; the desk says that the figures will follow."""
    desk = firm.desk()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    done = validate(desk, APS, progress=HALF)
    monkeypatch.undo()

    assert done.progress == HALF
    assert [each.code for each in desk.notices] == ["not_published"]
    desk.refresh()
    assert firm.billable("APS") == Decimal(6000)


def test_a_lost_warehouse_is_made_again(firm: Firm) -> None:
    """The ledger and the files are enough."""
    firm.home.warehouse.unlink()
    validate(firm.desk(), APS, progress=HALF)
    assert firm.billable("APS") == Decimal(6000)
