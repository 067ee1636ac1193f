"""Random paper: invoices, deposits, credit notes, payments, reminders, and drafts in preparation."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.oracle.facts import ZERO, Draft, DraftLine, Row, cents

if TYPE_CHECKING:
    from tests.oracle.firm import Maker

DEFAULT_VAT = Decimal("0.20")


def fill(make: Maker) -> tuple[Draft, ...]:
    """Add the documents of every quote and what followed them; return the drafts."""
    for quote in list(make.tables["quotes"]):
        phases = own_phases(make, quote)
        cumulative: dict[str, Decimal] = {}
        for day in sorted(make.day() for _ in range(make.dice.randint(0, 4))):
            _invoice(make, quote, phases, day, cumulative)
    for document in list(make.tables["invoices"]):
        if make.often(0.3):
            _credit_note(make, document)
    for document in list(make.tables["invoices"]):
        _payments(make, document)
        _reminders(make, document)
    _strays(make)
    return tuple(draft for quote in make.tables["quotes"] for draft in _drafts(make, quote))


def own_phases(make: Maker, quote: Row) -> list[Row]:
    """The quote's phases that have a row of their own."""
    return [
        phase
        for phase in make.tables["phases"]
        if phase["quote_id"] == quote["quote_id"] and phase.get("amends_phase_id") is None
    ]


def _client_id(make: Maker, quote: Row) -> str:
    projects = make.tables["projects"]
    return next(str(row["client_id"]) for row in projects if row["project_id"] == quote["project_id"])


def _invoice(make: Maker, quote: Row, phases: list[Row], day: date, cumulative: dict[str, Decimal]) -> None:
    deposits = [phase for phase in phases if phase["billing_mode"] == "deposit"]
    is_deposit = bool(deposits) and make.often(0.35)
    chosen = deposits if is_deposit else [phase for phase in phases if phase not in deposits]
    lines: list[Row] = []
    for phase in make.dice.sample(chosen, make.dice.randint(0, len(chosen))):
        before = cumulative.get(phase["phase_id"], ZERO)
        net = _target(make, phase) - before
        if net < 0 and make.often(0.7):
            continue
        cumulative[phase["phase_id"]] = before + net
        lines.append(_line(phase["phase_id"], "deposit" if is_deposit else "work", net, _vat(phase)))
    if not is_deposit:
        lines += [
            _line(phase["phase_id"], "deposit_deduction", -cents(phase["amount"] / 4), _vat(phase))
            for phase in deposits
            if make.often(0.4)
        ]
        if make.often(0.25):
            kind = make.one_of(["revision", "penalty", "other"])
            phase_id = make.one_of([None, *[phase["phase_id"] for phase in chosen]])
            lines.append(_line(phase_id, kind, make.cents(-200, 900), DEFAULT_VAT))
    if sum(line["net_amount"] for line in lines) > 0:
        _document(make, quote, "deposit" if is_deposit else make.one_of(["invoice", None]), day, lines)


def _target(make: Maker, phase: Row) -> Decimal:
    """The cumulative amount to reach: what a progress says, the whole, or any part."""
    own = phase["phase_id"]
    shares = [row["progress"] for row in make.tables["progress"] if row["phase_id"] == own]
    shares += [made.progress for made in make.validations if made.phase_id == own]
    share = make.one_of([*shares, *shares, Decimal(1), Decimal(make.dice.randint(1, 100)) / 100])
    return cents(share * phase["amount"])


def _vat(phase: Row) -> Decimal:
    return DEFAULT_VAT if phase["vat_rate"] is None else Decimal(phase["vat_rate"])


def _line(phase_id: str | None, kind: str, net: Decimal, vat_rate: Decimal) -> Row:
    return {"phase_id": phase_id, "line_kind": kind, "net_amount": net, "vat_rate": vat_rate}


def _vat_amount(lines: list[Row]) -> Decimal:
    """Per rate, once."""
    return sum(
        (
            cents(rate * sum(line["net_amount"] for line in lines if line["vat_rate"] == rate))
            for rate in {line["vat_rate"] for line in lines}
        ),
        ZERO,
    )


def _document(
    make: Maker, quote: Row, kind: str | None, day: date, lines: list[Row], *, corrects: str | None = None
) -> Row:
    number = f"{'AV' if kind == 'credit_note' else 'FA'}{len(make.tables['invoices']) + 1}"
    net = sum((line["net_amount"] for line in lines), ZERO)
    vat = _vat_amount(lines)
    is_retained = kind not in {"credit_note", "deposit"} and make.often(0.3)
    for rank, line in enumerate(lines):
        if line["line_kind"] == "work" and make.often(0.3):
            line = {**line, "line_kind": None}  # noqa: PLW2901 (the default)
        make.add("invoice_lines", invoice_number=number, line_number=rank + 1, label="Honoraires", **line)
    return make.add(
        "invoices",
        invoice_number=number,
        document_kind=kind,
        client_id=_client_id(make, quote),
        project_id=None if make.often(0.05) else quote["project_id"],
        quote_id=None if make.often(0.05) else quote["quote_id"],
        corrects_invoice_number=corrects,
        issued_on=day,
        sent_on=None if make.often(0.3) else day + timedelta(days=make.one_of([0, 1, 3, 20, 45])),
        due_on=None if make.often(0.6) else day + timedelta(days=make.one_of([0, 15, 30, 75])),
        net_amount=net,
        vat_amount=vat,
        gross_amount=net + vat + (Decimal("0.01") if make.often(0.04) and kind != "credit_note" else 0),
        retention_amount=cents((net + vat) * Decimal("0.05")) if is_retained else make.one_of([None, ZERO]),
    )


def _credit_note(make: Maker, document: Row) -> None:
    number = document["invoice_number"]
    lines = [line for line in make.tables["invoice_lines"] if line["invoice_number"] == number]
    is_whole = make.often(0.5)
    credited = lines if is_whole else [make.one_of(lines)]
    mirrored = [
        _line(
            line["phase_id"],
            line["line_kind"] or "work",
            -line["net_amount"] if is_whole else -cents(line["net_amount"] / 3),
            line["vat_rate"],
        )
        for line in credited
    ]
    if sum(line["net_amount"] for line in mirrored) >= 0:
        return
    quote = _quote_of(make, document)
    day = make.one_of([document["issued_on"], make.day(document["issued_on"])])
    _document(make, quote, "credit_note", day, mirrored, corrects=number if make.often(0.9) else None)


def _quote_of(make: Maker, document: Row) -> Row:
    for quote in make.tables["quotes"]:
        if quote["quote_id"] == document["quote_id"]:
            return quote
    client_id = document["client_id"]
    own = [row["project_id"] for row in make.tables["projects"] if row["client_id"] == client_id]
    return next(quote for quote in make.tables["quotes"] if quote["project_id"] in own)


def _payments(make: Maker, document: Row) -> None:
    gross, issued_on = document["gross_amount"], document["issued_on"]
    number, kept = document["invoice_number"], document["retention_amount"] or ZERO
    patterns = [
        [gross - kept],
        [cents(gross / 3)],
        [cents(gross / 3), cents(gross / 2)],
        [gross + 100],
        [gross],
    ]
    if kept:
        patterns += [[gross - kept, kept], [cents(gross / 2), cents(gross / 2), kept]]
    if gross < 0:
        patterns = [[gross], [cents(gross / 2)], [gross - 10], [Decimal(25)]]
    amounts = make.one_of([[], *patterns])
    if gross > 0 and make.often(0.2):
        amounts = [*amounts, make.one_of([-gross, -cents(gross / 4), Decimal(-15)])]
    for amount in amounts:
        first = issued_on - timedelta(days=20) if make.often(0.25) else issued_on
        day = issued_on if make.often(0.15) else make.day(first)
        _payment(make, day, amount, number)


def _payment(make: Maker, day: date, amount: Decimal, number: str | None) -> None:
    # Unpadded numbers: "10" comes before "9", ids compare as text.
    payment_id = str(len(make.tables["payments"]) + 1)
    make.add("payments", payment_id=payment_id, paid_on=day, amount=amount, invoice_number=number)


def _reminders(make: Maker, document: Row) -> None:
    if document["gross_amount"] < 0 or make.often(0.7):
        return
    day = document["issued_on"]
    for level in range(1, make.dice.randint(1, 3) + 1):
        day = make.day(day + timedelta(days=1), day + timedelta(days=40))
        make.add(
            "reminders",
            invoice_number=document["invoice_number"],
            sent_on=day,
            level=str(level),
            channel=make.one_of(["email", "post", None]),
            is_automatic=make.one_of([True, False, None]),
        )


def _strays(make: Maker) -> None:
    """Facts that name nothing known: a payment stays unallocated, the others are orphans."""
    _payment(make, make.day(), make.cents(-100, 900), None)
    _payment(make, make.day(), make.cents(50, 900), "FA-inconnue")
    amending = [row["phase_id"] for row in make.tables["phases"] if row.get("amends_phase_id") is not None]
    if make.tables["invoices"] and make.often(0.3):
        number = make.tables["invoices"][0]["invoice_number"]
        stray = _line(make.one_of([*amending, "nulle part"]), "work", Decimal(50), DEFAULT_VAT)
        make.add("invoice_lines", invoice_number=number, line_number=99, **stray)
    if make.often(0.3):
        make.add("reminders", invoice_number="FA-inconnue", sent_on=make.day(), level="1")


def _drafts(make: Maker, quote: Row) -> list[Draft]:
    phases = own_phases(make, quote)
    drafts = []
    for kind in ("invoice", "deposit"):
        chosen = [phase for phase in phases if (phase["billing_mode"] == "deposit") == (kind == "deposit")]
        if not chosen or make.often(0.7):
            continue
        line_kind = "deposit" if kind == "deposit" else "work"
        lines = [
            DraftLine(phase["phase_id"], line_kind, cents(phase["amount"] / 5), _vat(phase))
            for phase in make.dice.sample(chosen, make.dice.randint(1, len(chosen)))
        ]
        day = make.day(last=make.today)
        drafts.append(
            Draft(
                draft_id=f"draft-{quote['quote_id']}-{kind}",
                project_id=quote["project_id"],
                quote_id=quote["quote_id"],
                client_id=_client_id(make, quote),
                document_kind=kind,
                drafted_on=day,
                discarded_on=make.day(day, make.today) if make.often(0.4) else None,
                lines=tuple(lines),
            )
        )
    return drafts
