"""Money in euros: rounding to the cent, and how amounts and ratios read on screen."""

from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal("0.00")

_CENT = Decimal("0.01")
_TENTH = Decimal("0.1")
# The default context keeps 28 digits and would refuse to quantize what a DECIMAL(38, x) can hold.
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_NO_BREAK = "\u00a0"
_MINUS = "\u2212"
_UNKNOWN = "—"


def cents(amount: Decimal) -> Decimal:
    """Round to the cent, half away from zero.

    Raises:
        TypeError: the amount is not a Decimal; binary floats cannot hold a cent.
    """
    return _exact(amount).quantize(_CENT, context=_WIDE) + ZERO


def euros(amount: Decimal | None) -> str:
    """Write an amount as a French reader expects it: `1 234,56 €`, `—` where it is unknown."""
    if amount is None:
        return _UNKNOWN
    return f"{_french(cents(amount))}{_NO_BREAK}€"


def percent(ratio: Decimal | None) -> str:
    """Write a ratio of 0 to 1 with one decimal: `33,3 %`, `—` where it is unknown."""
    if ratio is None:
        return _UNKNOWN
    return f"{_french((_exact(ratio) * 100).quantize(_TENTH, context=_WIDE))}{_NO_BREAK}%"


def _exact(number: Decimal) -> Decimal:
    if not isinstance(number, Decimal):
        message = f"money is Decimal, not {type(number).__name__}"
        raise TypeError(message)
    return number


def _french(number: Decimal) -> str:
    digits = f"{abs(number):,}".replace(",", _NO_BREAK).replace(".", ",")
    return f"{_MINUS}{digits}" if number < 0 else digits
