"""Money: rounding to the cent, and how it reads."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firm.money import ZERO, cents, euros, percent

AMOUNTS = st.decimals(min_value=-(10**16), max_value=10**16, places=6)


@pytest.mark.parametrize(
    ("given_amount", "rounded"),
    [
        ("2.205", "2.21"),
        ("-2.205", "-2.21"),
        ("2.2049999", "2.20"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("7", "7.00"),
        ("9999999999999999.995", "10000000000000000.00"),
    ],
)
def test_half_a_cent_goes_away_from_zero(given_amount: str, rounded: str) -> None:
    """Half a cent rounds up for who pays and who is paid alike."""
    assert str(cents(Decimal(given_amount))) == rounded


def test_nothing_is_never_negative() -> None:
    """A residue below half a cent is zero, without a sign."""
    assert str(cents(Decimal("-0.001"))) == "0.00"
    assert ZERO == 0


def test_a_float_is_not_money() -> None:
    """Binary floats cannot hold a cent, so they are refused."""
    with pytest.raises(TypeError):
        cents(0.1)  # type: ignore[arg-type]


@given(AMOUNTS)
def test_rounding_twice_changes_nothing(amount: Decimal) -> None:
    """A rounded amount stays, and is within half a cent of what it was."""
    once = cents(amount)
    assert cents(once) == once
    assert abs(once - amount) <= Decimal("0.005")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("1234.56"), "1\u00a0234,56\u00a0€"),
        (Decimal("-1234567.8"), "\u22121\u00a0234\u00a0567,80\u00a0€"),
        (Decimal(0), "0,00\u00a0€"),
        (Decimal("-0.001"), "0,00\u00a0€"),
        (None, "—"),
    ],
)
def test_an_amount_reads_in_french(amount: Decimal | None, text: str) -> None:
    """No-break spaces, a real minus sign, and a dash for what is unknown."""
    assert euros(amount) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (Decimal("0.3333"), "33,3\u00a0%"),
        (Decimal(1), "100,0\u00a0%"),
        (Decimal("-0.05"), "\u22125,0\u00a0%"),
        (None, "—"),
    ],
)
def test_a_ratio_reads_as_a_percentage(ratio: Decimal | None, text: str) -> None:
    """One decimal, and a dash for what is unknown."""
    assert percent(ratio) == text
