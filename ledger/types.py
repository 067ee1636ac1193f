"""Column types of the ledger: whole numbers and text in the file, exact values in Python.

Only integers and text are stored, so that a row hashes the same on every engine. Each type names its
counterpart in the warehouse as `duckdb`.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator

from ledger.canonical import canonical, clean, instant_text

_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
_BIG = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers its rows by an INTEGER key only


class Whole(TypeDecorator[int]):
    """A whole number."""

    impl = _BIG
    cache_ok = True
    duckdb = "BIGINT"


class Words(TypeDecorator[str]):
    """Text, kept to what every engine can hold."""

    impl = Text
    cache_ok = True
    duckdb = "VARCHAR"

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store text as it is, but for lone surrogates and NUL."""
        return None if value is None else clean(value)


class Cents(TypeDecorator[Decimal]):
    """An amount in euros, stored as whole cents."""

    impl = _BIG
    cache_ok = True
    duckdb = "DECIMAL(18,2)"

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Refuse what is not a Decimal of at most two decimals and eighteen digits."""
        return None if value is None else int(_fitting(value, 18, 2).scaleb(2))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Give euros and cents."""
        return None if value is None else Decimal(value).scaleb(-2)


class Exact(TypeDecorator[Decimal]):
    """A ratio or a rate, stored as the digits it was given with."""

    impl = Text
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__()
        self.precision = precision
        self.scale = scale

    @property
    def duckdb(self) -> str:
        """Name the decimal that holds it in the warehouse."""
        return f"DECIMAL({self.precision},{self.scale})"

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Refuse what the warehouse could only round."""
        return None if value is None else format(_fitting(value, self.precision, self.scale), "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Give the same digits back."""
        return None if value is None else Decimal(value)


class Day(TypeDecorator[date]):
    """A calendar day, stored as ISO text."""

    impl = Text
    cache_ok = True
    duckdb = "DATE"

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Refuse an instant, whose day depends on where one stands."""
        if isinstance(value, datetime):
            message = "a day, not an instant"
            raise TypeError(message)
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """Give the day."""
        return None if value is None else date.fromisoformat(value)


class Instant(TypeDecorator[datetime]):
    """A moment, stored as UTC text of a fixed width."""

    impl = Text
    cache_ok = True
    duckdb = "TIMESTAMP"

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Refuse a moment without a time zone."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment in UTC."""
        return None if value is None else datetime.strptime(value, _INSTANT).replace(tzinfo=UTC)


class Document(TypeDecorator[Any]):
    """A small structure, stored as canonical JSON text and read back as that text."""

    impl = Text
    cache_ok = True
    duckdb = "VARCHAR"

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Spell the structure once and for all."""
        return None if value is None else canonical(value)


def _fitting(value: Decimal, precision: int, scale: int) -> Decimal:
    if not isinstance(value, Decimal):
        message = f"amounts and rates are Decimal, not {type(value).__name__}"
        raise TypeError(message)
    whole = value.scaleb(scale) if value.is_finite() else None
    if whole is None or whole != whole.to_integral_value() or abs(whole) >= 10**precision:
        message = f"{value} does not fit DECIMAL({precision},{scale})"
        raise ValueError(message)
    return value
