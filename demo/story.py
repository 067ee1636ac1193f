"""What the example firm's story is made of: quotes, phases, steps to bill, documents."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from demo.catalogue import Client
from firm.money import ZERO

Row = dict[str, Any]
VAT = Decimal("0.20")


@dataclass(slots=True)
class Phase:
    """A phase while its story is told, with what was billed so far."""

    row: Row
    amount: Decimal
    mode: str
    billed: Decimal = ZERO


@dataclass(slots=True)
class Quote:
    """A quote with its phases; `deposit` is what was advanced, `deducted` what was taken back."""

    row: Row
    client: Client
    project_id: str
    phases: list[Phase]
    deposit: Decimal = ZERO
    deducted: Decimal = ZERO
    retention_rate: Decimal = ZERO
    vat_rate: Decimal = VAT


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which a phase's cumulative earned amount is billed."""

    issued_on: date
    quote: Quote
    phase: Phase
    earned: Decimal


@dataclass(slots=True)
class Document:
    """An invoice or credit note before it has its number."""

    issued_on: date
    kind: str
    quote: Quote
    lines: list[Row]
    corrects: "Document | None" = None
    is_sent: bool = True
    number: str = ""
    gross: Decimal = ZERO
    retention: Decimal = ZERO

    @property
    def client(self) -> Client:
        """Who is billed."""
        return self.quote.client

    @property
    def corrected(self) -> str | None:
        """The number of the document that this credit note corrects."""
        return self.corrects.number if self.corrects else None


@dataclass(slots=True)
class History:
    """Rows per template, in the order in which they came to be."""

    anchor: date
    random: Random
    tables: dict[str, list[Row]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    def add(self, template: str, **row: object) -> Row:
        """Append one row to a template and return it."""
        self.tables.setdefault(template, []).append(row)
        return row

    def ago(self, days: int) -> date:
        """The working day at or before so many days before the anchor."""
        return workday(self.anchor - timedelta(days=days))


def workday(day: date) -> date:
    """The day itself, or the Friday before a week-end."""
    return day - timedelta(days=max(0, day.weekday() - 4))
