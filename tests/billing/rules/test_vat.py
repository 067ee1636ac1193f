"""VAT of a document: on its own lines, per rate, once."""

from decimal import Decimal

import pytest

from billing.rules import vat

D = Decimal


def test_a_document_bears_its_own_vat_and_is_never_corrected() -> None:
    """F5: 3 x 333.35 at 10 % bears 3 x 33.34 (33.335 rounds up), not 100.01 shared out."""
    assert [vat.total([(D("333.35"), D("0.10"))]) for _ in range(3)] == [D("33.34")] * 3


def test_the_sum_is_rounded_and_not_each_line() -> None:
    """Two lines of 0.13 at 20 % bear 0.05 together; line by line it would be 0.06."""
    assert vat.total([(D("0.13"), D("0.20")), (D("0.13"), D("0.20"))]) == D("0.05")


def test_each_rate_is_rounded_by_itself() -> None:
    """BR-CO-17: one amount per rate."""
    lines = [(D("10.01"), D("0.055")), (D("10.01"), D("0.20")), (D("-5.00"), D("0.20"))]
    assert vat.by_rate(lines) == {D("0.055"): D("0.55"), D("0.20"): D("1.00")}


@pytest.mark.parametrize(
    ("base", "tax"), [("14750.00", "2950.00"), ("18910.00", "3782.00"), ("13340.00", "2668.00")]
)
def test_the_situations_of_f5(base: str, tax: str) -> None:
    """F5: VAT of the three situations."""
    assert vat.total([(D(base), D("0.20"))]) == D(tax)


def test_one_rate_however_it_is_spelled() -> None:
    """0.2 and 0.200000 are one rate."""
    assert vat.by_rate([(D("1.00"), D("0.2")), (D("1.00"), D("0.200000"))]) == {D("0.2"): D("0.40")}
