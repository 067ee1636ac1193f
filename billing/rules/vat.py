"""VAT of a document: on its own lines, per rate, once (EN 16931, BR-CO-17)."""

from collections.abc import Iterable
from decimal import Decimal

from firm.money import ZERO, cents


def by_rate(lines: Iterable[tuple[Decimal, Decimal]]) -> dict[Decimal, Decimal]:
    """Sum the net lines (net amount, rate) per rate, then round each rate's VAT once."""
    nets: dict[Decimal, Decimal] = {}
    for net_amount, rate in lines:
        nets[rate] = nets.get(rate, ZERO) + net_amount
    return {rate: cents(rate * net_amount) for rate, net_amount in nets.items()}


def total(lines: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """The VAT of one document, in EUR."""
    return sum(by_rate(lines).values(), ZERO)
