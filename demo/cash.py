"""How the example firm's clients pay, and whom it had to remind."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Protocol

from demo.catalogue import Client
from firm.money import ZERO, cents

REMINDER_DAYS = (7, 21, 45)
HALF = Decimal("0.5")
DISPUTING = "C011"  # one bill in three of this client waits eight months more
HALVES = 0.08  # share of the invoices that are paid in two parts


class Billed(Protocol):
    """What paying needs to know of a document."""

    issued_on: date
    kind: str
    number: str
    gross: Decimal
    retention: Decimal
    is_sent: bool

    @property
    def client(self) -> Client:
        """Who pays, and how late."""

    @property
    def corrected(self) -> str | None:
        """The number of the document that a credit note corrects."""


Add = Callable[..., dict[str, Any]]


def receive(documents: Sequence[Billed], anchor: date, random: Random, add: Add) -> None:
    """Add the rows of `payments` and `reminders` up to the anchor: a receipt per invoice, some only half."""
    credited = {each.corrected: each.gross for each in documents if each.corrected}
    for document in sorted(documents, key=lambda each: each.number):
        if document.kind == "credit_note" or not document.is_sent:
            continue
        to_pay = document.gross - document.retention + credited.get(document.number, ZERO)
        if to_pay <= ZERO:
            continue
        due_on = document.issued_on + timedelta(days=document.client.payment_terms_days)
        late = round(random.gauss(document.client.late_days, 9))
        paid_on = due_on + timedelta(days=late)
        if document.client.client_id == DISPUTING and due_on < anchor - timedelta(days=40):
            paid_on += timedelta(days=random.choice((0, 0, 240)))
        first = cents(to_pay * HALF) if random.random() < HALVES else to_pay
        if paid_on <= anchor:
            _pay(add, document, paid_on, first, random)
        rest_on = paid_on + timedelta(days=random.randint(15, 70))
        if first != to_pay and rest_on <= anchor:
            _pay(add, document, rest_on, to_pay - first, random, suffix="-B")
        is_settled = (paid_on if first == to_pay else rest_on) <= anchor
        _remind(add, document, due_on, paid_on if is_settled else anchor, anchor, random)
    _strays(documents, anchor, add)


def _pay(
    add: Add, document: Billed, paid_on: date, amount: Decimal, random: Random, suffix: str = ""
) -> None:
    add(
        "payments",
        payment_id=f"R-{document.number}{suffix}",
        paid_on=paid_on,
        amount=amount,
        payer=document.client.name.upper(),
        reference=f"VIR {document.number}" if random.random() < 0.8 else "VIREMENT SEPA",
        method="virement",
        invoice_number=document.number,
    )


def _remind(add: Add, document: Billed, due_on: date, until: date, anchor: date, random: Random) -> None:
    for level, days in enumerate(REMINDER_DAYS, start=1):
        sent_on = due_on + timedelta(days=days)
        if sent_on >= until:
            return
        age = (anchor - sent_on).days
        add(
            "reminders",
            invoice_number=document.number,
            sent_on=sent_on,
            level=str(level),
            channel="email",
            is_automatic=random.random() > age / 900,
        )


def _strays(documents: Sequence[Billed], anchor: date, add: Add) -> None:
    """Receipts that a person must look at: without a number, with an unknown one, and one paid twice."""
    known = [each for each in documents if each.kind == "invoice" and each.is_sent]
    strays = (
        ("R-DIVERS-01", 12, Decimal("3480.00"), "FONCIERE MALESTRAC", "VIR SANS REF", None),
        ("R-DIVERS-02", 9, Decimal("912.60"), "LES COUDRIERS", "SOLDE 2025", "F-INCONNUE"),
        ("R-DIVERS-03", 4, known[0].gross, known[0].client.name.upper(), "DOUBLE", known[0].number),
    )
    for payment_id, days, amount, payer, reference, number in strays:
        add(
            "payments",
            payment_id=payment_id,
            paid_on=anchor - timedelta(days=days),
            amount=amount,
            payer=payer,
            reference=reference,
            method="virement",
            invoice_number=number,
        )
