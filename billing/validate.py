"""Validate: someone entitled states what a phase has reached; that makes money billable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from billing import evidence as proofs
from billing.desk import Decision, Desk
from billing.refusals import (
    DateInFuture,
    NoProgressHere,
    PhaseIsAmendment,
    ProgressChanged,
    UnknownPhase,
    gathered,
)
from billing.rules import progress as spelling
from firm.errors import Refusal
from firm.findings import Finding
from firm.money import ZERO, cents, euros, percent
from ledger.ids import PhaseId, ValidationId
from ledger.rights import NotAllowed
from ledger.tables import validations

_PHASES = """
    with latest as (
        select * from core.progress
        qualify row_number() over (partition by phase_id order by validated_date desc) = 1
    )

    select
        staged.phase_id,
        staged.amends_phase_id,
        staged.billing_mode,
        projects.manager,
        phases.contract_amount,
        worth.billed_amount,
        latest.validated_date,
        latest.progress_ratio,
        latest.kept_amount,
        latest.contract_amount as validated_contract_amount
    from staging.phases as staged
    inner join staging.quotes as quotes on quotes.quote_id = staged.quote_id
    inner join staging.projects as projects on projects.project_id = quotes.project_id
    left join core.phases as phases on phases.phase_id = staged.phase_id
    left join marts.phases as worth on worth.phase_id = staged.phase_id
    left join latest on latest.phase_id = staged.phase_id
    where staged.phase_id in (select unnest(?))
"""
_WITHOUT_PROGRESS = ("time", "deposit")
_ALL_OR_NOTHING = ("milestone", "expense")
# A page shows the ratio with fewer digits than the ledger may hold.
_SEEN_DIGITS = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Statement:
    """What someone says: a phase reached this share (0 to 1), on that day, with that proof.

    `on` is today where it is not given; `seen` is the share that the person started from, if any was shown.
    """

    phase_id: PhaseId
    progress: Decimal
    on: date | None = None
    evidence: Path | None = None
    reason: str | None = None
    seen: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Validated:
    """A progress that was stated, and what deserves a word about it."""

    validation_id: ValidationId
    phase_id: PhaseId
    progress: Decimal
    validated_on: date
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Validating:
    """The validations of one decision; findings tell what stayed out and what deserves a word."""

    validations: tuple[Validated, ...]
    findings: tuple[Finding, ...]


def validate(
    desk: Desk,
    phase_id: PhaseId,
    *,
    progress: Decimal,
    on: date | None = None,
    evidence: Path | None = None,
    reason: str | None = None,
    seen: Decimal | None = None,
    key: str | None = None,
) -> Validated:
    """State the progress of one phase. Lowering it is allowed, and announced.

    Raises:
        UnknownPhase, PhaseIsAmendment, NoProgressHere: the phase takes no progress.
        DateInFuture, ProgressChanged, EvidenceUnreadable: the statement cannot be kept.
        NotAllowed: a project manager states the progress of their own projects only.
    """
    statement = Statement(phase_id, progress, on, evidence, reason, seen)
    return validate_many(desk, [statement], key=key).validations[0]


def validate_many(desk: Desk, statements: Sequence[Statement], *, key: str | None = None) -> Validating:
    """State the progress of several phases in one decision; those that cannot be kept are findings.

    Raises:
        Refusal: none can be kept; the first says why, the others follow.
        NotAllowed: one of them is not the person's to state: nothing is kept.
    """
    return desk.decide(
        "validate",
        subject=", ".join(dict.fromkeys(each.phase_id for each in statements)),
        request=[_request(each) for each in statements],
        work=lambda decision: _validate_all(decision, statements),
        shape=Validating,
        key=key,
    )


def _request(statement: Statement) -> dict[str, object]:
    return {
        "phase_id": statement.phase_id,
        "progress": statement.progress,
        "on": statement.on,
        "evidence": statement.evidence,
        "reason": statement.reason,
    }


def _validate_all(decision: Decision, statements: Sequence[Statement]) -> Validating:
    rows = decision.rows(_PHASES, [[each.phase_id for each in statements]])
    known = {row["phase_id"]: row for row in rows}
    done: list[Validated] = []
    refusals: list[Refusal] = []
    for statement in statements:
        try:
            done.append(_validate(decision, statement, phase=known.get(statement.phase_id)))
        except NotAllowed:
            raise
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals and not done:
        raise gathered(refusals)
    if not done and decision.command.key is None:
        decision.command.nothing()
    decision.command.note(
        before={each.phase_id: known[each.phase_id]["progress_ratio"] for each in done},
        after={each.phase_id: each.progress for each in done},
        reason="; ".join(dict.fromkeys(each.reason for each in statements if each.reason)) or None,
    )
    stayed_out = [finding for refusal in refusals for finding in refusal.findings()]
    said = [finding for each in done for finding in each.findings]
    return Validating(tuple(done), tuple(stayed_out + said))


def _validate(decision: Decision, statement: Statement, *, phase: dict[str, Any] | None) -> Validated:
    progress = spelling.exact(statement.progress)
    phase = _accepted(decision, statement, phase=phase)
    day = statement.on or decision.today
    kept = None
    if statement.evidence is not None:
        desk = decision.desk
        kept = proofs.keep(desk.home, statement.evidence, max_mb=desk.settings.ingest.max_file_mb)
    validation_id = ValidationId(decision.command.new_id("V"))
    decision.command.append(
        validations,
        validation_id=validation_id,
        phase_id=statement.phase_id,
        validated_on=day,
        progress=progress,
        evidence_hash=kept and kept.file_hash,
        evidence_name=kept and kept.file_name,
        reason=statement.reason,
    )
    findings = _findings(phase, progress=progress, day=day)
    if kept is None and decision.desk.settings.billing.evidence_required:
        findings.append(_evidence_missing(statement.phase_id))
    return Validated(validation_id, statement.phase_id, progress, day, tuple(findings))


def _accepted(decision: Decision, statement: Statement, *, phase: dict[str, Any] | None) -> dict[str, Any]:
    phase_id = statement.phase_id
    if phase is None:
        raise UnknownPhase(phase_id)
    decision.command.require_own(phase_id, manager=phase["manager"])
    if phase["amends_phase_id"] is not None:
        raise PhaseIsAmendment(phase_id, amends=phase["amends_phase_id"])
    if phase["billing_mode"] in _WITHOUT_PROGRESS:
        raise NoProgressHere(phase_id, billing_mode=phase["billing_mode"])
    if statement.on is not None and statement.on > decision.today:
        raise DateInFuture(statement.on, today=decision.today)
    present = _present_ratio(phase)
    if statement.seen is not None and abs(statement.seen - present) > _SEEN_DIGITS:
        raise ProgressChanged(phase_id, seen=statement.seen, present=present)
    return phase


def _present_ratio(phase: dict[str, Any]) -> Decimal:
    """Give the share as it is shown: of what the phase is worth today (domain F10)."""
    stated: Decimal | None = phase["progress_ratio"]
    contract = phase["contract_amount"]
    if stated is None:
        return Decimal(0)
    return stated * phase["validated_contract_amount"] / contract if contract else stated


def _findings(phase: dict[str, Any], *, progress: Decimal, day: date) -> list[Finding]:
    latest = phase["validated_date"]
    if latest is not None and day < latest:
        return [_later_stands(phase["phase_id"], latest=latest, progress=phase["progress_ratio"])]
    if abs(cents(progress * phase["contract_amount"])) >= abs(phase["kept_amount"] or ZERO):
        return []
    return [_lowered(phase, progress=progress)]


def _later_stands(phase_id: PhaseId, *, latest: date, progress: Decimal) -> Finding:
    return Finding(
        code="later_validation_stands",
        message=(
            f"La phase {phase_id} a une validation plus récente ({percent(progress)} le {latest:%d/%m/%Y}), "
            "qui reste en vigueur."
        ),
        remedy="Valider à la date du jour pour changer l'avancement actuel.",
        subject=phase_id,
    )


def _lowered(phase: dict[str, Any], *, progress: Decimal) -> Finding:
    phase_id, billed = phase["phase_id"], phase["billed_amount"] or ZERO
    share = Decimal(int(progress)) if phase["billing_mode"] in _ALL_OR_NOTHING else progress
    earned = cents(share * phase["contract_amount"])
    return Finding(
        code="progress_lowered",
        message=(
            f"L'avancement de la phase {phase_id} baisse : {percent(_present_ratio(phase))} avant, "
            f"{percent(progress)} maintenant."
        ),
        remedy=(
            f"Régulariser par un avoir : {euros(billed)} facturés pour {euros(earned)} acquis."
            if billed > earned
            else "Rien à faire si la baisse est voulue."
        ),
        subject=phase_id,
    )


def _evidence_missing(phase_id: PhaseId) -> Finding:
    return Finding(
        code="evidence_missing",
        message=f"La phase {phase_id} est validée sans justificatif : elle ne pourra pas être facturée.",
        remedy="Valider à nouveau avec --evidence FICHIER.",
        subject=phase_id,
    )
