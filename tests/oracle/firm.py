"""Random firms: clients, projects, quotes with amendments, phases of every mode, progress and hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, TypeVar

from tests.oracle import paperwork
from tests.oracle.facts import KEYS, Firm, Row, Validation

if TYPE_CHECKING:
    from collections.abc import Sequence

Choice = TypeVar("Choice")

TODAYS = (
    date(2026, 3, 31),
    date(2026, 5, 14),
    date(2026, 2, 28),
    date(2026, 7, 1),
    date(2024, 2, 29),
    date(2026, 1, 1),
    date(2025, 12, 31),
)
SPANS = (120, 400, 430, 900)  # days of history; the longest passes the 24 months of the count-back
LABELS = (
    ("ESQ", "Esquisse"),
    ("PRO", "Projet"),
    ("DET", "Direction de l'exécution des travaux"),
    ("AOR", "Assistance aux opérations de réception"),
    (None, "Phase 3"),
)
SHARES = ("0", "0.3", "0.3333", "0.5", "0.6667", "0.25", "1", "1")


@dataclass(frozen=True, slots=True)
class Maker:
    """The dice, the period, and the tables that fill up."""

    dice: Random
    first: date
    today: date
    tables: dict[str, list[Row]] = field(default_factory=lambda: {template: [] for template in KEYS})
    validations: list[Validation] = field(default_factory=list)

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        """Any of the choices."""
        return self.dice.choice(choices)

    def often(self, chance: float) -> bool:
        """True in this share of the throws."""
        return self.dice.random() < chance

    def day(self, first: date | None = None, last: date | None = None) -> date:
        """A day of the period, some days in the future, often a month's edge or today."""
        first = first or self.first
        last = max(first, last or self.today + timedelta(days=40))
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        edges = [day for day in days if day.day == 1 or (day + timedelta(days=1)).day == 1]
        near = [day for day in days if abs((day - self.today).days) <= 1]
        throw = self.dice.random()
        if throw < 0.3 and edges:
            return self.one_of(edges)
        return self.one_of(near) if throw < 0.42 and near else self.one_of(days)

    def cents(self, low: int, high: int) -> Decimal:
        """An amount between two round ones, itself often round."""
        whole = Decimal(self.dice.randint(low, high))
        return whole if self.often(0.4) else whole + Decimal(self.dice.randint(1, 99)) / 100

    def add(self, template: str, **values: object) -> Row:
        """Add a row to a template."""
        row: Row = dict(values)
        self.tables[template].append(row)
        return row


def random_firm(seed: int) -> tuple[Firm, date]:
    """A firm and the day to look at it."""
    dice = Random(seed)  # noqa: S311 (test data)
    today = TODAYS[seed % len(TODAYS)]
    make = Maker(dice, today - timedelta(days=dice.choice(SPANS)), today)
    for number in range(dice.randint(2, 4)):
        client = _client(make, number)
        for rank in range(dice.randint(1, 2)):
            _project(make, client, f"A{number}{rank}")
    drafts = paperwork.fill(make)
    _noise(make)
    return Firm(make.tables, tuple(make.validations), drafts, is_evidence_required=make.often(0.25)), today


def _client(make: Maker, number: int) -> Row:
    is_public = make.one_of([None, None, True])
    return make.add(
        "clients",
        client_id=make.one_of([f"{number + 1}", f"0{number + 1}", f"C-{number + 1}"]),
        name=f"Client {number}",
        siren=None if make.often(0.15) else _siren(make),
        email=None if make.often(0.2) else f"compta{number}@example.org",
        address=None if make.often(0.07) else f"{number} rue des Écoles",
        postcode=None if make.often(0.05) else "69001",
        city=None if make.often(0.05) else "Lyon",
        country=make.one_of([None, "FR", "FR", "BE"]),
        payment_terms_days=make.one_of([None, 0, 30, 45, 60]),
        end_of_month=make.one_of([None, True, False]),
        is_public=is_public,
        service_code="SERV-1" if is_public and make.often(0.4) else None,
    )


def _siren(make: Maker) -> str:
    digits = [make.dice.randint(0, 9) for _ in range(8)]
    doubled = [digit * (2 if place % 2 else 1) for place, digit in enumerate(digits)]
    checksum = sum(digit - 9 if digit > 9 else digit for digit in doubled)
    return "".join(map(str, digits)) + str(-checksum % 10)


def _project(make: Maker, client: Row, project_id: str) -> None:
    make.add(
        "projects",
        project_id=project_id,
        client_id=client["client_id"],
        name=f"Affaire {project_id}",
        manager=make.one_of(["Léa Martin", "Tom Roux", None]),
        status="closed" if make.often(0.12) else make.one_of(["open", None]),
    )
    for rank in range(make.dice.randint(1, 2)):
        quote = _quote(make, project_id, f"{project_id}-D{rank}", None)
        phases = [_phase(make, quote, rank) for rank in range(make.dice.randint(2, 5))]
        for phase in phases:
            _progress(make, phase)
            _hours(make, phase)
        for number in range(make.one_of([0, 0, 1, 2])):
            amending = _quote(make, project_id, f"{quote['quote_id']}-AV{number}", quote["quote_id"])
            _amend(make, amending, phases)


def _quote(make: Maker, project_id: str, quote_id: str, amends: str | None) -> Row:
    status = make.one_of(["signed"] * 7 + ["sent", "draft", "lost", None])
    return make.add(
        "quotes",
        quote_id=quote_id,
        project_id=project_id,
        amends_quote_id=amends,
        signed_on=make.day() if status == "signed" and make.often(0.95) else None,
        status=status,
        deposit_policy=make.one_of([None, "pro_rata", "first_out"]),
        commitment_number="EJ-1" if make.often(0.3) else None,
        reception_on=make.day(make.first - timedelta(days=370)) if make.often(0.4) else None,
    )


def _phase(make: Maker, quote: Row, rank: int, mode: str | None = None) -> Row:
    mode = mode or make.one_of(
        ["milestone", "progress", "progress", "progress", "time", "deposit", "expense"]
    )
    code, label = make.one_of(LABELS)
    is_timed = mode == "time"
    return make.add(
        "phases",
        phase_id=f"{quote['quote_id']}.{rank + 1}",
        quote_id=quote["quote_id"],
        label=label,
        code=code,
        position=rank + 1,
        billing_mode=mode,
        amount=make.cents(500, 30_000),
        vat_rate=make.one_of([None, Decimal("0.20"), Decimal("0.20"), Decimal("0.10"), Decimal("0.055")]),
        budget_hours=Decimal(make.dice.randint(10, 200)) if make.often(0.5) else None,
        hourly_rate=Decimal(make.one_of(["85", "92.5", "101.333333"]))
        if is_timed and make.often(0.7)
        else None,
        cap_amount=make.cents(800, 6_000) if is_timed and make.often(0.6) else None,
        retention_rate=make.one_of([None, None, Decimal("0.05")]),
    )


def _amend(make: Maker, amending: Row, phases: list[Row]) -> None:
    able = [phase for phase in phases if phase["billing_mode"] != "deposit"]
    for rank, phase in enumerate(make.dice.sample(able, min(len(able), make.dice.randint(1, 2)))):
        row = _phase(make, amending, rank, phase["billing_mode"])
        # Two negative amendments of a fifth each leave the phase above nothing.
        share = make.one_of([Decimal("0.2"), Decimal("0.5"), Decimal("-0.2")])
        row["amount"] = (phase["amount"] * share).quantize(Decimal("0.01"))
        row["amends_phase_id"] = phase["phase_id"]
        row["hourly_rate"] = row["cap_amount"] = None
        if make.often(0.5):
            make.tables["progress"].extend(_restated(make, phase, amending))
    if make.often(0.4):
        _progress(make, _phase(make, amending, 8))


def _restated(make: Maker, phase: Row, amending: Row) -> list[Row]:
    """The same progress said again after an amendment: its amount counts anew."""
    earlier = [row for row in make.tables["progress"] if row["phase_id"] == phase["phase_id"]]
    if not earlier or amending["signed_on"] is None:
        return []
    said = {row["validated_on"] for row in earlier}
    day = make.day(amending["signed_on"], amending["signed_on"] + timedelta(days=30))
    return [] if day in said else [{**earlier[-1], "validated_on": day}]


def _progress(make: Maker, phase: Row) -> None:
    mode = phase["billing_mode"]
    if mode == "deposit" or (mode == "time" and make.often(0.9)):
        return
    days = sorted({make.day() for _ in range(make.dice.randint(0, 5))})
    share = Decimal(0)
    for day in days:
        if not make.often(0.25):  # else the same progress is said again
            share = Decimal(make.one_of(SHARES))
            if mode == "progress" and make.often(0.4):
                share = Decimal(make.dice.randint(0, 10_000)) / 10_000
        evidence = "PV signé" if make.often(0.5) else None
        make.add("progress", phase_id=phase["phase_id"], validated_on=day, progress=share, evidence=evidence)
    for _ in range(make.one_of([0, 0, 0, 1, 2])):
        # Made in jalon: often on a day that an import speaks of, or twice on one day.
        on = make.one_of(days) if days and make.often(0.5) else make.day(last=make.today)
        on = min(on, make.today)
        made = Validation(phase["phase_id"], on, Decimal(make.one_of(SHARES)), has_evidence=make.often(0.5))
        make.validations.append(made)


def _hours(make: Maker, phase: Row) -> None:
    for number in range(make.dice.randint(0, 9 if phase["billing_mode"] == "time" else 3)):
        worked_on = make.day()
        approved_on = None if make.often(0.25) else worked_on + timedelta(days=make.one_of([0, 1, 5, 31, -1]))
        billing_rate = make.one_of([None, None, "85", "110.25", "0"])
        cost_rate = make.one_of([None, "41.2", "55.123456", "48"])
        make.add(
            "timesheets",
            entry_id=f"{phase['phase_id']}/{number}",
            person=make.one_of(["Léa Martin", "Tom Roux"]),
            phase_id=phase["phase_id"],
            worked_on=worked_on,
            hours=Decimal(make.one_of(["7.5", "4", "3.25", "0.333333", "12", "-2"])),
            approved_on=approved_on,
            billing_rate=Decimal(billing_rate) if billing_rate else None,
            cost_rate=Decimal(cost_rate) if cost_rate else None,
        )
    for day in sorted(
        {make.day() for _ in range(make.one_of([0, 0, 1, 2]))}
    ):  # a set has no order of its own
        make.add("remaining", phase_id=phase["phase_id"], as_of=day, remaining_cost=make.cents(0, 9_000))


def _noise(make: Maker) -> None:
    """Rows that refer to nothing, and rows that a later one of the same key replaces."""
    if make.often(0.5):
        make.add("progress", phase_id="nulle part", validated_on=make.day(), progress=Decimal("0.5"))
    if make.often(0.4):
        _orphans(make)
    for template, column in (("progress", "progress"), ("payments", "amount"), ("timesheets", "hours")):
        rows = make.tables[template]
        if rows and make.often(0.6):
            rows.insert(0, {**make.one_of(rows), column: Decimal(1)})


def _orphans(make: Maker) -> None:
    """A project of an unknown client: nothing below it counts, and a payment of its invoice stays whole."""
    make.add("projects", project_id="A-perdue", client_id="nulle part", name="Affaire perdue")
    make.add("quotes", quote_id="D-perdu", project_id="A-perdue", status="signed", signed_on=make.first)
    amount = make.cents(500, 9_000)
    make.add("phases", phase_id="P-perdue", quote_id="D-perdu", label="Esquisse", code="ESQ", amount=amount)
    make.tables["phases"][-1]["billing_mode"] = "progress"
    make.add("progress", phase_id="P-perdue", validated_on=make.day(), progress=Decimal(1))
    day = make.day(last=make.today)
    named = {"invoice_number": "FA-perdue"}
    money = {"net_amount": amount, "vat_amount": Decimal(0), "gross_amount": amount}
    make.add("invoices", **named, client_id="nulle part", issued_on=day, **money)
    make.add("invoice_lines", **named, line_number=1, net_amount=amount, vat_rate=Decimal("0.2"))
    make.add("payments", **named, payment_id="perdu", paid_on=day, amount=amount)
