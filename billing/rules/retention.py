"""Retention: the part of an invoice that the client keeps until released (domain F8, loi 71-584)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.rules import vat
from firm.money import ZERO, cents


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A line of work, in EUR before VAT; rates between 0 and 1."""

    net_amount: Decimal
    vat_rate: Decimal
    retention_rate: Decimal


def retained(gross_amount: Decimal, *, rate: Decimal) -> Decimal:
    """What the client keeps of one gross amount."""
    return cents(rate * gross_amount)


def total(lines: Iterable[WorkLine]) -> Decimal:
    """What the client keeps of a document's work lines, per retention rate, before any deposit deduction."""
    groups: dict[Decimal, list[tuple[Decimal, Decimal]]] = {}
    for line in lines:
        groups.setdefault(line.retention_rate, []).append((line.net_amount, line.vat_rate))
    return sum((retained(_gross(group), rate=rate) for rate, group in groups.items()), ZERO)


def _gross(lines: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    return sum((net_amount for net_amount, _ in lines), ZERO) + vat.total(lines)
