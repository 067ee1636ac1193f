"""Draft: phases that can be billed become documents without a number, and are held by them."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import asdict, dataclass
from decimal import Decimal

from billing.billables import deposits, present, refusal_of
from billing.composition import Billable, Document, compose
from billing.desk import Decision, Desk
from billing.refusals import AmountChanged, gathered
from firm.errors import Refusal
from firm.findings import Finding
from ledger import tables
from ledger.ids import DraftId, PhaseId, ProjectId, QuoteId

Seen = Mapping[PhaseId, Decimal]
"""What the person saw of each phase: its billable amount."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, in EUR."""

    draft_id: DraftId
    project_id: ProjectId
    quote_id: QuoteId
    document_kind: str
    net_amount: Decimal
    vat_amount: Decimal
    gross_amount: Decimal
    retention_amount: Decimal
    phase_ids: tuple[PhaseId, ...]


@dataclass(frozen=True, slots=True)
class Drafting:
    """The drafts of one decision, and why other phases stayed out."""

    drafts: tuple[Drafted, ...]
    findings: tuple[Finding, ...]

    def __iter__(self) -> Iterator[Drafted]:
        return iter(self.drafts)

    def __getitem__(self, place: int) -> Drafted:
        return self.drafts[place]

    def __len__(self) -> int:
        return len(self.drafts)


def draft(
    desk: Desk, phase_ids: Sequence[PhaseId], *, seen: Seen | None = None, key: str | None = None
) -> Drafting:
    """Draft phases, one draft per project, quote and kind of document; those that cannot be are findings.

    Raises:
        UnknownPhase, PhaseBlocked, NothingToBill, NegativeAmount, AlreadyDrafted, AmountChanged: no phase can
            be drafted; the first says why, the others follow.
    """
    wanted = list(dict.fromkeys(phase_ids))
    return desk.decide(
        "draft",
        subject=", ".join(wanted),
        request={"phase_ids": wanted, "seen": dict(seen or {})},
        work=lambda decision: _draft_these(decision, wanted, seen=seen or {}),
        shape=Drafting,
        key=key,
    )


def draft_all(desk: Desk, *, key: str | None = None) -> Drafting:
    """Draft everything that is ready; nothing ready is no refusal."""
    return desk.decide(
        "draft", subject="all", request={"all": True}, work=_draft_ready, shape=Drafting, key=key
    )


def _draft_ready(decision: Decision) -> Drafting:
    rows = present(decision, where="is_billable")
    return _draft(decision, list(rows.values()), refusals=[])


def _draft_these(decision: Decision, phase_ids: Sequence[PhaseId], *, seen: Seen) -> Drafting:
    rows = present(decision, where="phase_id in (select unnest(?))", parameters=[list(phase_ids)])
    check = refusal_of(decision, phase_ids)
    refusals = [refusal for phase_id in phase_ids if (refusal := _refused(phase_id, rows, seen, check))]
    refused = {refusal.subject for refusal in refusals}
    return _draft(
        decision, [row for phase_id, row in rows.items() if phase_id not in refused], refusals=refusals
    )


def _refused(
    phase_id: PhaseId,
    rows: Mapping[PhaseId, Billable],
    seen: Seen,
    check: Callable[[PhaseId], Refusal | None],
) -> Refusal | None:
    refusal = check(phase_id)
    if refusal is not None:
        return refusal
    amount = rows[phase_id].billable_amount
    if phase_id in seen and seen[phase_id] != amount:
        return AmountChanged(phase_id, seen=seen[phase_id], present=amount)
    return None


def _draft(decision: Decision, phases: Sequence[Billable], *, refusals: Sequence[Refusal]) -> Drafting:
    if not phases:
        if refusals:
            raise gathered(refusals)
        if decision.command.key is None:
            decision.command.nothing()
        return Drafting((), ())
    documents: dict[tuple[ProjectId, QuoteId, str], list[Billable]] = {}
    for phase in sorted(phases, key=lambda each: each.document):
        documents.setdefault(phase.document, []).append(phase)
    paid = deposits(decision, [quote_id for _, quote_id, _ in documents])
    drafted = tuple(
        _write(decision, draft_id, phases=group, document=compose(group, deposits=paid.get(quote_id, ())))
        for draft_id, ((_, quote_id, _), group) in zip(
            _new_ids(decision, documents), documents.items(), strict=True
        )
    )
    decision.command.note(after={each.draft_id: each.gross_amount for each in drafted})
    return Drafting(drafted, tuple(each for refusal in refusals for each in refusal.findings()))


def _new_ids(decision: Decision, documents: Sized) -> list[DraftId]:
    return [DraftId(decision.command.new_id("E")) for _ in range(len(documents))]


def _write(
    decision: Decision, draft_id: DraftId, *, phases: Sequence[Billable], document: Document
) -> Drafted:
    command, first = decision.command, phases[0]
    amounts = {
        "net_amount": document.net_amount,
        "vat_amount": document.vat_amount,
        "gross_amount": document.gross_amount,
        "retention_amount": document.retention_amount,
    }
    command.append(
        tables.drafts,
        draft_id=draft_id,
        document_kind=first.document_kind,
        project_id=first.project_id,
        quote_id=first.quote_id,
        client_id=first.client_id,
        drafted_on=decision.today,
        **amounts,
    )
    command.append_rows(
        tables.draft_lines,
        [
            {"draft_id": draft_id, "line_number": number, **asdict(line)}
            for number, line in enumerate(document.lines, start=1)
        ],
    )
    command.append(
        tables.draft_states,
        state_id=command.new_id("S"),
        draft_id=draft_id,
        state="open",
        stated_on=decision.today,
    )
    phase_ids = tuple(line.phase_id for line in document.lines if line.line_kind != "deposit_deduction")
    command.lock_phases(phase_ids, draft_id)
    return Drafted(
        draft_id=draft_id,
        project_id=first.project_id,
        quote_id=first.quote_id,
        document_kind=first.document_kind,
        phase_ids=phase_ids,
        **amounts,
    )
