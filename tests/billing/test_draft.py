"""Drafting: what may be billed becomes a document, once."""

from decimal import Decimal
from pathlib import Path

import pytest

from billing.desk import Desk
from billing.discard import discard
from billing.draft import draft, draft_all
from billing.validate import validate
from firm.errors import Refusal
from ledger.ids import PhaseId
from tests.billing.conftest import Firm

D = Decimal


def state(desk: Desk, **progress: str) -> None:
    """Validate several phases."""
    for phase_id, share in progress.items():
        validate(desk, PhaseId(phase_id), progress=D(share))


def refused(desk: Desk, *phase_ids: str, **seen: Decimal) -> Refusal:
    """Draft what cannot be drafted."""
    with pytest.raises(Refusal) as caught:
        draft(
            desk,
            [PhaseId(each) for each in phase_ids],
            seen={PhaseId(key): value for key, value in seen.items()},
        )
    return caught.value


def test_a_draft_takes_the_deposit_back_by_line(firm: Firm) -> None:
    """F6: 12 000 of work takes 3 600 back; the document asks for 8 400 net, 10 080 gross."""
    desk = firm.desk()
    state(desk, APS="1")

    (made,) = draft(desk, [PhaseId("APS")])

    assert firm.lines(made.draft_id) == [("APS", "work", D(12000)), ("ACO", "deposit_deduction", D(-3600))]
    assert (made.net_amount, made.vat_amount, made.gross_amount) == (D(8400), D(1680), D(10080))
    assert made.phase_ids == ("APS",)


def test_open_drafts_count_in_the_next_deduction(firm: Firm) -> None:
    """F6 again, without issuing in between: 3 600, 3 150, then the rest 2 250."""
    desk = firm.desk()
    taken = []
    for phase_id in ("APS", "APD", "PRO"):
        state(desk, **{phase_id: "1"})
        (made,) = draft(desk, [PhaseId(phase_id)])
        taken.append(firm.lines(made.draft_id)[-1][2])

    assert taken == [D(-3600), D(-3150), D(-2250)]
    assert firm.wrong() == []


def test_one_draft_per_project_quote_and_kind(firm: Firm) -> None:
    """Phases of one quote share a draft, in the order of the quote; a deposit is a document of its own."""
    desk = firm.desk()
    state(desk, APS="0.5", APD="0.5", MIS="0.1")

    made = draft(desk, [PhaseId(each) for each in ("APD", "DEP", "MIS", "APS")])

    assert {(each.quote_id, each.document_kind): each.phase_ids for each in made} == {
        ("Q1", "invoice"): ("APS", "APD"),
        ("Q7", "deposit"): ("DEP",),
        ("Q7", "invoice"): ("MIS",),
    }


def test_a_deposit_that_is_only_drafted_is_not_taken_back(firm: Firm) -> None:
    """There is nothing to deduct before the deposit was billed."""
    desk = firm.desk()
    state(desk, MIS="0.5")
    draft(desk, [PhaseId("DEP")])

    (made,) = draft(desk, [PhaseId("MIS")])

    assert made.net_amount == D(5000)


def test_vat_is_per_rate_and_retention_per_rate(firm: Firm) -> None:
    """8 000 at 20 % with 5 % kept, 300 at 10 % without: VAT 1 600 + 30, kept 5 % of 9 600."""
    desk = firm.desk()
    state(desk, TRX="0.8", LOG="0.8")

    (made,) = draft(desk, [PhaseId("TRX"), PhaseId("LOG")])

    assert (made.net_amount, made.vat_amount, made.gross_amount) == (D(8300), D(1630), D(9930))
    assert made.retention_amount == D("480.00")


def test_a_phase_is_drafted_once(firm: Firm) -> None:
    """The second is refused, with the draft that holds it, when and by whom."""
    state(firm.desk(), APS="0.5")
    (made,) = draft(firm.desk("bill"), [PhaseId("APS")])
    state(firm.desk(), APS="0.8")

    refusal = refused(firm.desk(), "APS")

    assert refusal.code == "already_drafted"
    assert made.draft_id in refusal.message
    assert "30/06/2026 à 11:00 par bill" in refusal.message


def test_what_is_left_after_a_discard_can_be_drafted(firm: Firm) -> None:
    """The same amount, and what was validated since."""
    desk = firm.desk()
    state(desk, APS="0.5")
    discard(desk, draft(desk, [PhaseId("APS")])[0].draft_id)
    state(desk, APS="0.6")

    assert firm.lines(draft(desk, [PhaseId("APS")])[0].draft_id)[0] == ("APS", "work", D(7200))


def test_a_blocked_phase_says_every_reason(firm: Firm) -> None:
    """All at once, with the fields that are missing."""
    state(firm.desk(), ETU="1")

    refusal = refused(firm.desk(), "ETU")

    assert refusal.code == "phase_blocked"
    assert refusal.finding().value == "quote_not_signed, client_incomplete"
    assert "adresse, code postal, ville, SIREN" in refusal.message


@pytest.mark.parametrize(
    ("phase_id", "code"),
    [
        ("PUB", "phase_blocked"),
        ("OLD", "phase_blocked"),
        ("APD", "nothing_to_bill"),
        ("ACO", "nothing_to_bill"),
        ("LOG", "nothing_to_bill"),
        ("AVN", "phase_is_amendment"),
        ("FAI", "nothing_to_bill"),
        ("nope", "unknown_phase"),
        ("aps", "unknown_phase"),
    ],
)
def test_each_refusal_has_its_reason(firm: Firm, phase_id: str, code: str) -> None:
    """A public client without reference, a closed project, nothing earned, all billed, no such phase."""
    state(firm.desk(), PUB="1", OLD="1")
    assert refused(firm.desk(), phase_id).code == code


def test_a_negative_amount_asks_for_a_credit_note(firm: Firm) -> None:
    """Progress lowered under what is billed: the latest invoice is named."""
    state(firm.desk(), LOG="0.3")

    refusal = refused(firm.desk(), "LOG")

    assert refusal.code == "negative_amount"
    assert "avoir sur la facture FA2" in refusal.remedy


def test_what_was_seen_must_still_be_so(firm: Firm) -> None:
    """A page shows 6 000; 7 200 is not drafted behind the person's back."""
    state(firm.desk(), APS="0.6")

    refusal = refused(firm.desk(), "APS", APS=D(6000))

    assert refusal.code == "amount_changed"
    assert len(draft(firm.desk(), [PhaseId("APS")], seen={PhaseId("APS"): D("7200.00")})) == 1


def test_one_bad_phase_does_not_stop_the_others(firm: Firm) -> None:
    """The good ones are drafted, the bad one is a finding."""
    state(firm.desk(), APS="0.5", ETU="1")

    made = draft(firm.desk(), [PhaseId("ETU"), PhaseId("APS"), PhaseId("APS")])

    assert [each.phase_ids for each in made] == [("APS",)]
    assert [each.code for each in made.findings] == ["phase_blocked"]


def test_a_batch_of_bad_phases_is_refused_whole(firm: Firm) -> None:
    """Each reason is given and nothing is written."""
    before = firm.journal()

    refusal = refused(firm.desk(), "nope", "ETU")

    assert [each.subject for each in refusal.findings()] == ["nope", "ETU"]
    assert firm.journal() == before


def test_everything_that_is_ready(firm: Firm) -> None:
    """Blocked and negative phases stay out without a word; a second run does nothing, without a trace."""
    desk = firm.desk()
    state(desk, APS="0.5", ETU="1", LOG="0.3")

    made = draft_all(desk)
    journal = firm.journal()

    assert sorted(phase for each in made for phase in each.phase_ids) == ["APS", "DEP", "TRX"]
    assert made.findings == ()
    assert len(draft_all(desk)) == 0
    assert firm.journal() == journal


def test_a_draft_decides_on_files_that_came_since(firm: Firm, tmp_path: Path) -> None:
    """Nobody built in between: the command reads what was loaded."""
    firm.load(tmp_path, progress="phase_id,validated_on,progress\nAPS,2026-06-29,0.25\n")

    assert draft(firm.desk(), [PhaseId("APS")])[0].gross_amount == D(2520)


def test_an_open_draft_leaves_every_check_empty(firm: Firm) -> None:
    """Ledger, warehouse and landing agree after each step."""
    desk = firm.desk()
    state(desk, APS="0.333", TRX="0.9")
    made = draft_all(desk)
    discard(desk, made[0].draft_id)
    assert firm.wrong() == []
