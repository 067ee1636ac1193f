"""Discarding: a draft lets go of its phases."""

from decimal import Decimal

import pytest

from billing.discard import discard, discard_many
from billing.draft import draft
from billing.refusals import DraftNotOpen, UnknownDraft
from billing.validate import validate
from ledger.ids import DraftId, PhaseId
from tests.billing.conftest import Firm

APS = PhaseId("APS")


def test_a_discarded_draft_frees_its_phases(firm: Firm) -> None:
    """What a draft held can be billed again at once, by the same amount."""
    desk = firm.desk()
    validate(desk, APS, progress=Decimal("0.5"))
    before = firm.billable("APS")
    (made,) = draft(desk, [APS])
    assert firm.billable("APS") == 0

    done = discard(desk, made.draft_id)

    assert done.phase_ids == ("APS",)
    assert firm.billable("APS") == before
    assert firm.journal()[-1] == ("discard", "root", "done")
    assert firm.wrong() == []


def test_it_is_discarded_once(firm: Firm) -> None:
    """The second time says when and by whom."""
    desk = firm.desk()
    validate(desk, APS, progress=Decimal("0.5"))
    (made,) = draft(desk, [APS])
    discard(firm.desk("bill"), made.draft_id)

    with pytest.raises(DraftNotOpen, match=r"supprimée le 30/06/2026 à 11:00 par bill"):
        discard(desk, made.draft_id)


def test_an_unknown_draft_does_not_stop_the_others(firm: Firm) -> None:
    """It is a finding beside what was done."""
    desk = firm.desk()
    validate(desk, APS, progress=Decimal("0.5"))
    (made,) = draft(desk, [APS])

    done = discard_many(desk, [DraftId("nope"), made.draft_id])

    assert [each.draft_id for each in done.discards] == [made.draft_id]
    assert [each.code for each in done.findings] == ["unknown_draft"]
    with pytest.raises(UnknownDraft):
        discard(desk, DraftId("nope"))
