"""The decisions that pages offer: which command, in which words, and what takes it back."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from billing.discard import discard_many
from billing.draft import draft
from billing.validate import Statement, validate_many
from firm.errors import Refusal
from firm.findings import Finding
from firm.money import euros, percent
from ledger.ids import DraftId, PhaseId
from ui import bars, basket, guard, inert, outcomes, proofs, statements
from ui.outcomes import Link, Outcome
from ui.queries import progress
from ui.wording import plural

_TO_BILL = Link("to_bill", "Voir à facturer")
_DRAFTS = Link("invoices", "Relire les ébauches", (("statut", "Ébauche"),))


def draft_basket() -> Outcome:
    """Draft what is ticked, at the amounts that were seen."""
    seen = {PhaseId(phase_id): amount for phase_id, amount in basket.content().items()}
    try:
        outcome = _drafted(seen)
    except Refusal as refusal:
        # What changed has to be read and ticked again; the other ticks stay.
        basket.drop(each.subject for each in refusal.findings() if each.subject)
        raise
    basket.clear()
    return outcome


def _drafted(seen: Mapping[PhaseId, Decimal]) -> Outcome:
    desk = guard.desk()
    drafting = draft(desk, tuple(seen), seen=seen, key=_key("draft", seen))
    draft_ids = tuple(each.draft_id for each in drafting)
    lines = [f"{plural(len(draft_ids), 'ébauche créée', 'ébauches créées')}.", *_said(drafting.findings)]
    lines += _said(desk.notices)
    return Outcome("  \n".join(lines), undo=lambda: discard_drafts(draft_ids), link=_DRAFTS)


def discard_drafts(draft_ids: Sequence[DraftId]) -> Outcome:
    """Let drafts go; taking it back drafts the same phases again."""
    desk = guard.desk()
    discarding = discard_many(desk, draft_ids)
    phase_ids = tuple(phase_id for each in discarding.discards for phase_id in each.phase_ids)
    phases = plural(len(phase_ids), "phase de nouveau à facturer", "phases de nouveau à facturer")
    done = plural(len(discarding.discards), "ébauche supprimée", "ébauches supprimées")
    lines = [f"{done} · {phases}.", *_said(discarding.findings), *_said(desk.notices)]
    return Outcome("  \n".join(lines), undo=lambda: _draft_again(phase_ids))


def _draft_again(phase_ids: Sequence[PhaseId]) -> Outcome:
    desk = guard.desk()
    drafting = draft(desk, phase_ids)
    numbers = ", ".join(each.draft_id for each in drafting)
    said = f"{plural(len(drafting), 'ébauche recréée', 'ébauches recréées')} : {numbers}."
    lines = [said, *_said(drafting.findings)]
    return Outcome("  \n".join(lines + _said(desk.notices)), link=_DRAFTS)


def offer_discard(draft_ids: Sequence[str]) -> None:
    """Offer to let the ticked drafts go."""
    bars.action(
        f"**{plural(len(draft_ids), 'ébauche')}**",
        verb="discard",
        label=f"Supprimer {plural(len(draft_ids), 'ébauche')}",
        icon=":material/delete:",
        while_running="Suppression des ébauches…",
        work=lambda: discard_drafts([DraftId(draft_id) for draft_id in draft_ids]),
        key="discard_many",
    )


def offer_validation() -> None:
    """Offer to validate what was typed, with its effect; progress that goes down is announced."""
    typed = statements.content()
    if not typed:
        outcomes.show()
        return
    effect = progress.effect({phase_id: each.progress for phase_id, each in typed.items()})
    sign = "+" if effect.earned_amount > 0 else ""
    summary = f"**{plural(len(typed), 'phase')}** · {sign}{euros(effect.earned_amount)} acquis"
    if effect.lowered_count:
        lowered = plural(effect.lowered_count, "revue à la baisse", "revues à la baisse")
        summary += f"  \n:orange[:material/trending_down: {lowered} ({euros(effect.lowered_amount)})"
        if effect.under_billed_count:
            summary += f", dont {effect.under_billed_count} sous le facturé : à régulariser"
        summary += "]"
    bars.action(
        summary,
        verb="validate",
        label=f"Valider {plural(len(typed), 'phase')}",
        icon=":material/check:",
        while_running="Validation…",
        work=_validate_typed,
        clear=statements.clear,
        key="validate",
        attach="Joindre une preuve",
    )


def _validate_typed() -> Outcome:
    typed = dict(statements.content())
    before = {phase_id: each.seen for phase_id, each in typed.items()}
    with proofs.kept() as evidence:
        wanted = [
            Statement(
                phase_id=PhaseId(phase_id),
                progress=each.progress,
                evidence=evidence,
                reason=each.reason or None,
                seen=each.seen or Decimal(0),
            )
            for phase_id, each in typed.items()
        ]
        outcome = _validated(wanted, before)
    statements.clear()
    return outcome


def validate_one(phase: Mapping[str, Any], step: Decimal, effect: Decimal) -> Outcome:
    """State the progress of one phase, as one tap does."""
    seen = phase["progress_ratio"] or Decimal(0)
    wanted = [Statement(phase_id=PhaseId(phase["phase_id"]), progress=step, seen=seen)]
    said = f"{inert.text(phase['phase_label'])} à {percent(step)} · +{euros(effect)}"
    return _validated(wanted, {phase["phase_id"]: seen}, said=said)


def _validated(
    wanted: Sequence[Statement], before: Mapping[str, Decimal | None], *, said: str | None = None
) -> Outcome:
    desk = guard.desk()
    done = validate_many(desk, wanted)
    lines = [said or f"{plural(len(done.validations), 'avancement validé', 'avancements validés')}."]
    lines += [*_said(done.findings), *_said(desk.notices)]
    restated = [
        Statement(
            phase_id=each.phase_id,
            progress=before[each.phase_id] or Decimal(0),
            seen=each.progress,
            reason="Annulation de la validation précédente",
        )
        for each in done.validations
    ]
    return Outcome("  \n".join(lines), undo=lambda: _restated(restated), link=_TO_BILL)


def _restated(wanted: Sequence[Statement]) -> Outcome:
    desk = guard.desk()
    done = validate_many(desk, wanted)
    restated = plural(len(done.validations), "avancement rétabli", "avancements rétablis")
    return Outcome("  \n".join([f"{restated}.", *_said(done.findings), *_said(desk.notices)]))


def _key(verb: str, request: object) -> str:
    """Name this decision of this session: a second click on the same ticks gives the first answer."""
    turn = st.session_state.setdefault("_turn", uuid.uuid4().hex)
    return f"page-{verb}-{turn}-{basket.generation()}-{abs(hash(repr(request)))}"


def _said(findings: Sequence[Finding]) -> list[str]:
    return [f":material/warning: {inert.text(each.message)} {inert.text(each.remedy)}" for each in findings]
