"""Discard: a draft lets go of its phases."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from billing.desk import Decision, Desk
from billing.refusals import DraftNotOpen, UnknownDraft, gathered
from firm.errors import Refusal
from firm.findings import Finding
from ledger.ids import DraftId, PhaseId
from ledger.tables import draft_states, drafts, phase_lock

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Discarded:
    """The phases that can be billed again."""

    draft_id: DraftId
    phase_ids: tuple[PhaseId, ...]


@dataclass(frozen=True, slots=True)
class Discarding:
    """What became of a batch of drafts."""

    discards: tuple[Discarded, ...]
    findings: tuple[Finding, ...]


def discard(desk: Desk, draft_id: DraftId, *, reason: str | None = None, key: str | None = None) -> Discarded:
    """Release every phase that an open draft holds.

    Raises:
        UnknownDraft: there is no such draft.
        DraftNotOpen: it was issued or discarded before; says which, when and by whom.
    """
    return discard_many(desk, [draft_id], reason=reason, key=key).discards[0]


def discard_many(
    desk: Desk, draft_ids: Sequence[DraftId], *, reason: str | None = None, key: str | None = None
) -> Discarding:
    """Discard several drafts in one decision; those that cannot be are findings.

    Raises:
        UnknownDraft, DraftNotOpen: none of them can be; the others follow the first.
    """
    wanted = list(dict.fromkeys(draft_ids))
    return desk.decide(
        "discard",
        subject=", ".join(wanted),
        request={"draft_ids": wanted, "reason": reason},
        work=lambda decision: _discard_all(decision, wanted, reason=reason),
        shape=Discarding,
        key=key,
    )


def _discard_all(decision: Decision, draft_ids: Sequence[DraftId], *, reason: str | None) -> Discarding:
    done: list[Discarded] = []
    refusals: list[Refusal] = []
    for draft_id in draft_ids:
        try:
            done.append(_discard(decision, draft_id, reason=reason))
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals and not done:
        raise gathered(refusals)
    decision.command.note(
        before={each.draft_id: OPEN for each in done},
        after={each.draft_id: "discarded" for each in done},
        reason=reason,
    )
    return Discarding(tuple(done), tuple(each for refusal in refusals for each in refusal.findings()))


def _discard(decision: Decision, draft_id: DraftId, *, reason: str | None) -> Discarded:
    _require_open(decision, draft_id)
    command = decision.command
    held = (
        select(phase_lock.c.phase_id).where(phase_lock.c.draft_id == draft_id).order_by(phase_lock.c.phase_id)
    )
    phase_ids = tuple(PhaseId(phase_id) for phase_id in command.connection.execute(held).scalars())
    command.unlock_phases(phase_ids)
    command.append(
        draft_states,
        state_id=command.new_id("S"),
        draft_id=draft_id,
        state="discarded",
        stated_on=decision.today,
        reason=reason,
    )
    return Discarded(draft_id, phase_ids)


def _require_open(decision: Decision, draft_id: DraftId) -> None:
    connection = decision.command.connection
    if connection.execute(select(drafts.c.seq).where(drafts.c.draft_id == draft_id)).first() is None:
        raise UnknownDraft(draft_id)
    latest = connection.execute(
        select(draft_states.c.state, draft_states.c.at, draft_states.c.actor)
        .where(draft_states.c.draft_id == draft_id)
        .order_by(draft_states.c.seq.desc())
        .limit(1)
    ).one()
    if latest.state != OPEN:
        raise DraftNotOpen(draft_id, state=latest.state, at=latest.at, actor=latest.actor)
