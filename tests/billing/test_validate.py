"""Validating: a statement of fact about a phase."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from billing.validate import Statement, validate, validate_many
from firm.errors import Refusal
from ledger.ids import PhaseId
from tests.billing.conftest import TODAY, Firm

D = Decimal
APS = PhaseId("APS")


def test_a_validation_makes_money_billable(firm: Firm) -> None:
    """Half of 12 000 can be billed on the very next read."""
    done = validate(firm.desk(), APS, progress=D("0.5"))

    assert (done.phase_id, done.progress, done.validated_on, done.findings) == ("APS", D("0.5"), TODAY, ())
    assert firm.billable("APS") == D(6000)
    assert firm.wrong() == []


def test_lowering_is_accepted_and_announced(firm: Firm) -> None:
    """Under what is billed, it proposes the credit note."""
    done = validate(firm.desk(), PhaseId("LOG"), progress=D("0.3"))

    (finding,) = done.findings
    assert finding.code == "progress_lowered"
    assert "avoir" in finding.remedy
    assert firm.billable("LOG") == D(-200)


def test_an_earlier_day_does_not_replace_a_later_one(firm: Firm) -> None:
    """It is kept, and says that the later one stands."""
    done = validate(firm.desk(), PhaseId("TRX"), progress=D("0.9"), on=date(2026, 3, 1))

    assert [each.code for each in done.findings] == ["later_validation_stands"]
    assert firm.billable("TRX") == D(2000)


@pytest.mark.parametrize(
    ("phase_id", "code"),
    [
        ("REG", "mode_without_progress"),
        ("ACO", "mode_without_progress"),
        ("AVN", "phase_is_amendment"),
        ("nope", "unknown_phase"),
    ],
)
def test_some_phases_take_no_progress(firm: Firm, phase_id: str, code: str) -> None:
    """Hours and signatures move time and deposits; an amendment is part of its phase."""
    with pytest.raises(Refusal) as refusal:
        validate(firm.desk(), PhaseId(phase_id), progress=D(1))
    assert refusal.value.code == code


def test_a_fact_is_not_of_tomorrow(firm: Firm) -> None:
    """A validation is dated today at the latest."""
    with pytest.raises(Refusal) as refusal:
        validate(firm.desk(), APS, progress=D(1), on=date(2026, 7, 1))
    assert refusal.value.code == "date_in_future"


@pytest.mark.parametrize("phase_id", ["OLD", "ETU"])
def test_what_is_blocked_can_still_be_stated(firm: Firm, phase_id: str) -> None:
    """A closed project or an unsigned quote blocks the bill, not the fact."""
    assert validate(firm.desk(), PhaseId(phase_id), progress=D("0.4")).findings == ()


def test_a_project_manager_states_their_own_projects(firm: Firm) -> None:
    """Another manager's phase is refused, and the journal keeps one row of it."""
    validate(firm.desk("ana"), APS, progress=D("0.1"))
    before = len(firm.journal())

    with pytest.raises(Refusal) as refusal:
        validate(firm.desk("ana"), PhaseId("ETU"), progress=D("0.1"))

    assert refusal.value.code == "not_allowed"
    assert firm.journal()[before:] == [("validate", "ana", "refused")]


def test_the_proof_is_kept_by_its_content(firm: Firm, tmp_path: Path) -> None:
    """Untouched, under its hash; `check` watches over it."""
    proof = tmp_path / "PV de réception.txt"
    proof.write_text("Bon pour accord.", encoding="utf-8")
    mark = sha256(proof.read_bytes()).hexdigest()

    validate(firm.desk(), APS, progress=D("0.5"), evidence=proof)

    assert (firm.home.landing / mark).read_text(encoding="utf-8") == "Bon pour accord."
    assert firm.wrong() == []
    (firm.home.landing / mark).unlink()
    assert [each.partition(":")[0] for each in firm.wrong()] == ["landed_file_missing"]


def test_a_proof_is_an_ordinary_file(firm: Firm, tmp_path: Path) -> None:
    """A link, a folder, an empty or a missing file proves nothing; nothing is written."""
    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "empty").touch()
    before = firm.journal()
    for name in ("link", "empty", "missing", "."):
        with pytest.raises(Refusal) as refusal:
            validate(firm.desk(), APS, progress=D("0.5"), evidence=tmp_path / name)
        assert refusal.value.code == "evidence_unreadable"
    assert firm.journal() == before


def test_where_proof_is_required_its_absence_is_told(firm: Firm) -> None:
    """The statement stands; the bill waits."""
    firm.home.settings_file.write_text("[billing]\nevidence_required = true\n")

    done = validate(firm.desk(), APS, progress=D("0.5"))

    assert [each.code for each in done.findings] == ["evidence_missing"]


def test_what_was_seen_must_still_be_so(firm: Firm) -> None:
    """Someone else validated since the page was drawn."""
    validate(firm.desk(), APS, progress=D("0.5"))
    with pytest.raises(Refusal) as refusal:
        validate(firm.desk(), APS, progress=D("0.6"), seen=D("0.4"))
    assert refusal.value.code == "progress_changed"
    validate(firm.desk(), APS, progress=D("0.6"), seen=D("0.5"))


def test_many_statements_are_one_decision(firm: Firm) -> None:
    """One journal row; what cannot be kept is a finding."""
    before = len(firm.journal())
    statements = [Statement(PhaseId(each), D("0.3")) for each in ("APS", "APD", "REG")]

    done = validate_many(firm.desk(), statements)

    assert [each.phase_id for each in done.validations] == ["APS", "APD"]
    assert [each.code for each in done.findings] == ["mode_without_progress"]
    assert firm.journal()[before:] == [("validate", "root", "done")]


def test_an_amended_contract_is_not_a_lowered_progress(firm: Firm, tmp_path: Path) -> None:
    """F10: 50 % of 20 000 is 41.67 % of 24 000; 45 % is more, not less."""
    desk = firm.desk()
    validate(desk, PhaseId("PRO"), progress=D("0.5"), on=date(2026, 5, 1))
    firm.load(
        tmp_path,
        quotes="quote_id,project_id,amends_quote_id,signed_on,status\nQ6,P1,Q1,2026-06-01,signed\n",
    )

    assert validate(desk, PhaseId("PRO"), progress=D("0.45")).findings == ()
