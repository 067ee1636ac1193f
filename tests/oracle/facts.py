"""What a firm's files and decisions say: latest rows, defaults filled in, orphans left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

Row = dict[str, Any]

ZERO = Decimal(0)

KEYS: dict[str, tuple[str, ...]] = {
    "clients": ("client_id",),
    "projects": ("project_id",),
    "quotes": ("quote_id",),
    "phases": ("phase_id",),
    "progress": ("phase_id", "validated_on"),
    "timesheets": ("entry_id",),
    "remaining": ("phase_id", "as_of"),
    "invoices": ("invoice_number",),
    "invoice_lines": ("invoice_number", "line_number"),
    "payments": ("payment_id",),
    "reminders": ("invoice_number", "sent_on", "level"),
}

# The brackets of contract 4 and "Defaults" of contract 6.
DEFAULTS: dict[str, Row] = {
    "clients": {
        "country": "FR",
        "payment_terms_days": 30,
        "end_of_month": False,
        "is_public": False,
        "language": "fr",
    },
    "projects": {"status": "open"},
    "quotes": {"deposit_policy": "pro_rata"},
    "phases": {"vat_rate": Decimal("0.20"), "retention_rate": ZERO},
    "invoices": {"document_kind": "invoice", "retention_amount": ZERO},
    "invoice_lines": {"line_kind": "work"},
    "reminders": {"is_automatic": False},
}

# A payment is not here: one that names an unknown document stays, unallocated.
REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("projects", "client_id", "clients"),
    ("quotes", "project_id", "projects"),
    ("quotes", "amends_quote_id", "quotes"),
    ("phases", "quote_id", "quotes"),
    ("phases", "amends_phase_id", "phases"),
    ("progress", "phase_id", "phases"),
    ("timesheets", "phase_id", "phases"),
    ("remaining", "phase_id", "phases"),
    ("invoices", "client_id", "clients"),
    ("invoices", "project_id", "projects"),
    ("invoices", "quote_id", "quotes"),
    ("invoices", "corrects_invoice_number", "invoices"),
    ("invoice_lines", "invoice_number", "invoices"),
    ("invoice_lines", "phase_id", "phases"),
    ("reminders", "invoice_number", "invoices"),
)


@dataclass(frozen=True, slots=True)
class Validation:
    """A progress stated in jalon; a firm's validations are in the order of their recording."""

    phase_id: str
    validated_on: date
    progress: Decimal
    has_evidence: bool = False


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of a draft, VAT excluded."""

    phase_id: str
    line_kind: str
    net_amount: Decimal
    vat_rate: Decimal


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice in preparation; open from its day to the day it is discarded."""

    draft_id: str
    project_id: str
    quote_id: str
    client_id: str
    document_kind: str
    drafted_on: date
    discarded_on: date | None
    lines: tuple[DraftLine, ...]

    def is_open(self, day: date) -> bool:
        """Tell whether the draft reserves its phases on a day."""
        return self.drafted_on <= day and (self.discarded_on is None or self.discarded_on > day)


@dataclass(frozen=True, slots=True)
class Firm:
    """The rows of every template, in the order of the files, and what people decided."""

    tables: dict[str, list[Row]]
    validations: tuple[Validation, ...] = ()
    drafts: tuple[Draft, ...] = ()
    is_evidence_required: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows that stand, with an index by phase."""

    tables: dict[str, list[Row]]
    validations: tuple[Validation, ...]
    drafts: tuple[Draft, ...]
    is_evidence_required: bool
    _by_phase: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    _by_key: dict[tuple[str, str], Row] = field(default_factory=dict)

    def one(self, template: str, key: str) -> Row:
        """The row of a template whose key is one id."""
        return self._by_key[template, key]

    def of_phase(self, template: str, phase_id: str) -> list[Row]:
        """The rows of a template that speak of a phase."""
        return self._by_phase.get((template, phase_id), [])

    def phases(self) -> list[Row]:
        """The phases that have rows of their own: amending ones only add to another."""
        return [phase for phase in self.tables["phases"] if phase["amends_phase_id"] is None]


def cents(amount: Decimal) -> Decimal:
    """Round once, half away from zero."""
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def stand(firm: Firm) -> Facts:
    """Keep the latest row per key, fill in the defaults, leave out what refers to nothing."""
    tables = {template: _latest(template, firm.tables.get(template, [])) for template in KEYS}
    _drop_orphans(tables)
    facts = Facts(tables, firm.validations, firm.drafts, firm.is_evidence_required)
    for template, rows in tables.items():
        for row in rows:
            if len(KEYS[template]) == 1:
                facts._by_key[template, row[KEYS[template][0]]] = row
            if row.get("phase_id") is not None:
                facts._by_phase.setdefault((template, row["phase_id"]), []).append(row)
            if row.get("amends_phase_id") is not None:
                facts._by_phase.setdefault(("amendments", row["amends_phase_id"]), []).append(row)
    return facts


def _latest(template: str, rows: list[Row]) -> list[Row]:
    latest: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        filled = {column: row.get(column) for column in COLUMNS[template]}
        for column, value in DEFAULTS.get(template, {}).items():
            if filled[column] is None:
                filled[column] = value
        latest[tuple(filled[column] for column in KEYS[template])] = filled
    return list(latest.values())


def _drop_orphans(tables: dict[str, list[Row]]) -> None:
    """Drop rows that refer to nothing until no more is dropped: a child of an orphan is one too."""
    dropped = True
    while dropped:
        dropped = False
        for template, column, target in REFERENCES:
            known = {row[KEYS[target][0]] for row in tables[target]}
            if template == "invoice_lines" and column == "phase_id":
                # "an invoice line may not name it": a phase that only amends another
                known = {row["phase_id"] for row in tables["phases"] if row["amends_phase_id"] is None}
            kept = [row for row in tables[template] if row[column] is None or row[column] in known]
            dropped = dropped or len(kept) < len(tables[template])
            tables[template] = kept


COLUMNS: dict[str, tuple[str, ...]] = {
    template: tuple(columns.split())
    for template, columns in {
        "clients": "client_id name siren siret vat_number email address postcode city country"
        " payment_terms_days end_of_month is_public service_code language",
        "projects": "project_id client_id name manager status",
        "quotes": "quote_id project_id amends_quote_id signed_on status deposit_policy market_number"
        " commitment_number reception_on",
        "phases": "phase_id quote_id label code position billing_mode amount vat_rate budget_hours"
        " hourly_rate cap_amount retention_rate planned_on amends_phase_id",
        "progress": "phase_id validated_on progress validated_by evidence",
        "timesheets": "entry_id person phase_id worked_on hours approved_on billing_rate cost_rate",
        "remaining": "phase_id as_of remaining_cost",
        "invoices": "invoice_number document_kind client_id project_id quote_id corrects_invoice_number"
        " issued_on sent_on due_on net_amount vat_amount gross_amount retention_amount",
        "invoice_lines": "invoice_number line_number phase_id line_kind label net_amount vat_rate",
        "payments": "payment_id paid_on amount payer reference method invoice_number",
        "reminders": "invoice_number sent_on level channel is_automatic",
    }.items()
}
