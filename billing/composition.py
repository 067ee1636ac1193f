"""A draft's content: its lines, the deposit taken back, VAT and retention, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.rules import deposit, retention, vat
from firm.money import ZERO
from ledger.ids import ClientId, PhaseId, ProjectId, QuoteId


@dataclass(frozen=True, slots=True)
class Billable:
    """A row of marts.billable that may be drafted; EUR before VAT, rates 0 to 1."""

    phase_id: PhaseId
    quote_id: QuoteId
    project_id: ProjectId
    client_id: ClientId
    phase_label: str
    position: int | None
    document_kind: str
    billable_amount: Decimal
    vat_rate: Decimal
    retention_rate: Decimal
    validated_date: date | None

    @property
    def document(self) -> tuple[ProjectId, QuoteId, str]:
        """The draft it belongs to: one per project, quote and kind of document."""
        return self.project_id, self.quote_id, self.document_kind


@dataclass(frozen=True, slots=True)
class Deposit:
    """A row of marts.deposits: a billed deposit and where its quote stands, open drafts apart."""

    quote_id: QuoteId
    deposit_phase_id: PhaseId
    label: str
    vat_rate: Decimal
    deposit_policy: str
    deposit_billed_amount: Decimal
    deducted_amount: Decimal
    drafted_deduction_amount: Decimal
    contract_amount: Decimal
    other_billed_amount: Decimal
    other_drafted_amount: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a draft, in EUR before VAT."""

    phase_id: PhaseId
    line_kind: str
    label: str
    net_amount: Decimal
    vat_rate: Decimal
    retention_rate: Decimal


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a draft says, in EUR."""

    lines: tuple[Line, ...]
    net_amount: Decimal
    vat_amount: Decimal
    retention_amount: Decimal

    @property
    def gross_amount(self) -> Decimal:
        """What it asks for with VAT, retention included."""
        return self.net_amount + self.vat_amount


def compose(phases: Sequence[Billable], *, deposits: Sequence[Deposit]) -> Document:
    """Write the document of phases that share project, quote and kind; `deposits` are those of that quote."""
    lines = [_line(phase) for phase in sorted(phases, key=_rank)]
    kept = retention.total(
        retention.WorkLine(line.net_amount, line.vat_rate, line.retention_rate)
        for line in lines
        if line.line_kind == "work"
    )
    if phases[0].document_kind == "invoice":
        lines += _deductions(lines, deposits=deposits)
    net_amount = sum((line.net_amount for line in lines), ZERO)
    vat_amount = vat.total(_taxed(lines))
    return Document(
        lines=tuple(lines),
        net_amount=net_amount,
        vat_amount=vat_amount,
        # A deduction may leave less to pay than what the client may keep.
        retention_amount=min(kept, net_amount + vat_amount),
    )


def _rank(phase: Billable) -> tuple[bool, int, str]:
    return phase.position is None, phase.position or 0, phase.phase_id


def _line(phase: Billable) -> Line:
    is_deposit = phase.document_kind == "deposit"
    return Line(
        phase_id=phase.phase_id,
        line_kind="deposit" if is_deposit else "work",
        label=phase.phase_label,
        net_amount=phase.billable_amount,
        vat_rate=phase.vat_rate,
        retention_rate=Decimal(0) if is_deposit else phase.retention_rate,
    )


def _deductions(lines: Sequence[Line], *, deposits: Sequence[Deposit]) -> list[Line]:
    work = sum((line.net_amount for line in lines), ZERO)
    deductions: list[Line] = []
    for paid in sorted(deposits, key=lambda each: each.deposit_phase_id):
        written = [*lines, *deductions]
        execution = deposit.Execution(
            contract=paid.contract_amount,
            billed=paid.other_billed_amount + paid.other_drafted_amount + work,
            work=sum((line.net_amount for line in written), ZERO),
        )
        amount = deposit.POLICIES[paid.deposit_policy](
            execution,
            deposit=paid.deposit_billed_amount,
            deducted=paid.deducted_amount + paid.drafted_deduction_amount,
        )
        amount = deposit.bearable(amount, vat_rate=paid.vat_rate, lines=_taxed(written))
        if amount > ZERO:
            deductions.append(_deduction(paid, amount=amount))
    return deductions


def _deduction(paid: Deposit, *, amount: Decimal) -> Line:
    return Line(
        phase_id=paid.deposit_phase_id,
        line_kind="deposit_deduction",
        label=f"Reprise : {paid.label}",
        net_amount=-amount,
        vat_rate=paid.vat_rate,
        retention_rate=Decimal(0),
    )


def _taxed(lines: Sequence[Line]) -> list[tuple[Decimal, Decimal]]:
    return [(line.net_amount, line.vat_rate) for line in lines]
