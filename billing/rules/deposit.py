"""How a deposit is taken back, invoice after invoice (domain F6, F7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from billing.rules import vat
from firm.money import ZERO, cents

CENT = Decimal("0.01")
RECOVERY_STARTS = Decimal("0.65")
RECOVERY_SPAN = Decimal("0.15")


@dataclass(frozen=True, slots=True)
class Execution:
    """Where a quote stands once this invoice is counted, in EUR before VAT.

    `billed` is cumulative and includes this invoice's `work`; `contract` leaves the deposit phases out.
    """

    contract: Decimal
    billed: Decimal
    work: Decimal

    @property
    def is_complete(self) -> bool:
        """Whether nothing of the contract is left to bill."""
        return self.contract <= ZERO or self.billed >= self.contract


def pro_rata(execution: Execution, *, deposit: Decimal, deducted: Decimal) -> Decimal:
    """What this invoice deducts; the one that completes the contract takes the rest."""
    due = deposit if execution.is_complete else cents(deposit * execution.billed / execution.contract)
    return _clamped(min(due, deposit) - deducted, work=execution.work)


def first_out(execution: Execution, *, deposit: Decimal, deducted: Decimal) -> Decimal:
    """What this invoice deducts: all that is left of the deposit, up to the work."""
    return _clamped(deposit - deducted, work=execution.work)


def public_advance(execution: Execution, *, deposit: Decimal, deducted: Decimal) -> Decimal:
    """What this invoice deducts: between 65 % and 80 % of execution (Code de la commande publique)."""
    executed = Decimal(1) if execution.is_complete else execution.billed / execution.contract
    share = min(max((executed - RECOVERY_STARTS) / RECOVERY_SPAN, ZERO), Decimal(1))
    return _clamped(cents(deposit * share) - deducted, work=execution.work)


POLICIES = {"pro_rata": pro_rata, "first_out": first_out, "public_advance": public_advance}


def bearable(deduction: Decimal, *, vat_rate: Decimal, lines: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """Lower a deduction whose VAT is dearer than the work's: it never makes the document negative.

    `lines` are the document's other lines (net amount, VAT rate).
    """
    if _gross([*lines, (-deduction, vat_rate)]) >= ZERO:
        return deduction
    # A cent of room, because VAT is rounded on the sum per rate and not on the deduction by itself.
    room = (_gross(lines) - CENT) / (1 + vat_rate)
    return max(room.quantize(CENT, rounding=ROUND_DOWN), ZERO)


def _gross(lines: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    return sum((net_amount for net_amount, _ in lines), ZERO) + vat.total(lines)


def _clamped(amount: Decimal, *, work: Decimal) -> Decimal:
    return min(max(amount, ZERO), max(work, ZERO))
