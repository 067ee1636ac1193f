"""Documents as of a day: what was paid, credited, kept, and what is still open, event by event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.facts import ZERO, Facts, Row


@dataclass(slots=True)
class Document:
    """A document and the two parts of its balance: the main instalment and the retention."""

    row: Row
    due_date: date
    retention_due: date | None
    main_left: Decimal
    retention_left: Decimal
    allocated: Decimal = ZERO
    allocated_retention: Decimal = ZERO
    credited: Decimal = ZERO

    @property
    def gross(self) -> Decimal:
        """Signed, VAT included."""
        return Decimal(self.row["gross_amount"])

    @property
    def is_credit_note(self) -> bool:
        """Tell whether the document is a credit note."""
        return bool(self.row["document_kind"] == "credit_note")

    def is_retention_due(self, day: date) -> bool:
        """From the reception's first birthday on."""
        return self.retention_due is not None and self.retention_due <= day

    def instalments(self, day: date) -> list[tuple[date, Decimal]]:
        """What is due or will be, with its day; the retention only once it is due."""
        parts = [(self.due_date, self.main_left)]
        if self.retention_due is not None and self.is_retention_due(day):
            parts.append((self.retention_due, self.retention_left))
        return [(due, left) for due, left in parts if left != 0]

    def open_amount(self, day: date) -> Decimal:
        """Open = gross - allocated - credited - retention not yet due."""
        return sum((left for _, left in self.instalments(day)), ZERO)

    def retention(self, day: date) -> Decimal:
        """What is left of the retention not yet due."""
        return ZERO if self.is_retention_due(day) else self.retention_left

    def reduce(self, amount: Decimal, day: date, *, also_retention_not_due: bool) -> tuple[Decimal, Decimal]:
        """Take an amount off what is open, the main instalment first; return both parts taken."""
        main = max(ZERO, min(amount, self.main_left))  # an invoice that we owe has nothing open
        self.main_left -= main
        kept = ZERO
        if also_retention_not_due or self.is_retention_due(day):
            kept = min(amount - main, self.retention_left)
            self.retention_left -= kept
        return main, kept


@dataclass(frozen=True, slots=True)
class Settled:
    """The documents of a day after all events, and what each payment could not settle."""

    documents: dict[str, Document]
    unallocated: list[Row]


def settle(facts: Facts, today: date) -> Settled:
    """Play all events up to a day in order of date, credit notes before payments, then id."""
    documents = {
        row["invoice_number"]: _issued(facts, row)
        for row in facts.tables["invoices"]
        if row["issued_on"] <= today
    }
    events: list[tuple[date, int, str, Row]] = []
    for document in documents.values():
        named = document.row["corrects_invoice_number"]
        if document.is_credit_note and named in documents:
            day = max(document.row["issued_on"], documents[named].row["issued_on"])
            events.append((day, 1, document.row["invoice_number"], document.row))
    unallocated = []
    for payment in facts.tables["payments"]:
        if payment["paid_on"] > today:
            continue
        if payment["invoice_number"] in documents:
            day = max(payment["paid_on"], documents[payment["invoice_number"]].row["issued_on"])
            events.append((day, 2, payment["payment_id"], payment))
        elif payment["amount"] != 0:
            unallocated.append(_unallocated(payment, payment["amount"]))
    for day, order, _, row in sorted(events, key=lambda event: event[:3]):
        if order == 1:
            _absorb(documents[row["corrects_invoice_number"]], documents[row["invoice_number"]], day)
            continue
        rest = _allocate(documents[row["invoice_number"]], row["amount"], day)
        if rest != 0:
            unallocated.append(_unallocated(row, rest))
    return Settled(documents, unallocated)


def _issued(facts: Facts, row: Row) -> Document:
    client = facts.one("clients", row["client_id"])
    due = row["due_on"]
    if due is None:
        due = row["issued_on"] + timedelta(days=client["payment_terms_days"])
        if client["end_of_month"]:
            due = month_end(due)
    reception = facts.one("quotes", row["quote_id"])["reception_on"] if row["quote_id"] is not None else None
    return Document(
        row=row,
        due_date=due,
        retention_due=_one_year_later(reception) if reception is not None else None,
        main_left=row["gross_amount"] - row["retention_amount"],
        retention_left=row["retention_amount"],
    )


def _absorb(invoice: Document, credit_note: Document, day: date) -> None:
    """A credit note goes into the invoice's open part, then into its retention not yet due."""
    main, kept = invoice.reduce(-credit_note.main_left, day, also_retention_not_due=True)
    invoice.credited += main + kept
    credit_note.credited -= main + kept
    credit_note.main_left += main + kept


def _allocate(document: Document, amount: Decimal, day: date) -> Decimal:
    """Allocate a payment up to what is open, or take back up to what was allocated; return the rest."""
    sign = -1 if document.gross < 0 else 1
    if sign * amount >= 0:
        if sign < 0:
            main, kept = max(amount, document.main_left), ZERO
            document.main_left -= main
        else:
            main, kept = document.reduce(amount, day, also_retention_not_due=False)
        document.allocated += main + kept
        document.allocated_retention += kept
        return amount - main - kept
    back = min(sign * -amount, sign * document.allocated)
    from_retention = min(back, document.allocated_retention)
    document.allocated_retention -= from_retention
    document.retention_left += from_retention
    document.main_left += sign * (back - from_retention)
    document.allocated -= sign * back
    return amount + sign * back


def _unallocated(payment: Row, rest: Decimal) -> Row:
    return {
        "payment_id": payment["payment_id"],
        "paid_date": payment["paid_on"],
        "invoice_number": payment["invoice_number"],
        "payment_amount": payment["amount"],
        "unallocated_amount": rest,
    }


def invoices(facts: Facts, today: date, settled: Settled) -> list[Row]:
    """One row per document with its status."""
    return [_invoice_row(facts, document, today) for document in settled.documents.values()]


def _invoice_row(facts: Facts, document: Document, today: date) -> Row:
    row = document.row
    sent = sent_date(row, today)
    open_amount = document.open_amount(today)
    late = None
    if open_amount > 0:
        late = max((today - due).days for due, _ in document.instalments(today))
    is_overdue = late is not None and late > 0 and not document.is_credit_note
    is_part_paid = (
        not document.is_credit_note
        and document.allocated != 0
        and document.gross - document.allocated - document.credited > 0
    )
    return {
        "invoice_number": row["invoice_number"],
        "document_kind": row["document_kind"],
        "client_id": row["client_id"],
        "project_id": row["project_id"],
        "quote_id": row["quote_id"],
        "status": _status(document, today, sent=sent, is_overdue=is_overdue, is_part_paid=is_part_paid),
        "is_overdue": is_overdue,
        "is_partially_paid": is_part_paid,
        "issue_date": row["issued_on"],
        "sent_date": sent,
        "due_date": document.due_date,
        "net_amount": row["net_amount"],
        "vat_amount": row["vat_amount"],
        "gross_amount": row["gross_amount"],
        "allocated_amount": document.allocated,
        "credited_amount": document.credited,
        "retention_amount": document.retention(today),
        "open_amount": open_amount,
        "overdue_days": late,
        "reminder_level": _reminder_level(facts, row["invoice_number"], today),
        "origin": "imported",
    }


def _status(
    document: Document, today: date, *, sent: date | None, is_overdue: bool, is_part_paid: bool
) -> str:
    if document.gross != 0 and document.credited == document.gross and not document.is_credit_note:
        return "cancelled"
    if document.open_amount(today) == 0 and document.retention(today) == 0:
        return "paid"
    if sent is None:
        return "to_send"
    if is_overdue:
        return "overdue"
    return "partially_paid" if is_part_paid else "sent"


def sent_date(row: Row, today: date) -> date | None:
    """The day a document left; one without sent_on counts as sent at issue."""
    sent: date = row["issued_on"] if row["sent_on"] is None else row["sent_on"]
    return sent if sent <= today else None


def _reminder_level(facts: Facts, invoice_number: str, today: date) -> str | None:
    sent = [
        row
        for row in facts.tables["reminders"]
        if row["invoice_number"] == invoice_number and row["sent_on"] <= today
    ]
    return max(sent, key=lambda row: (row["sent_on"], row["level"] or ""))["level"] if sent else None


def aging(facts: Facts, today: date, settled: Settled) -> list[Row]:
    """Open balances by client and bucket; retention not yet due has its own, what we owe is never late."""
    groups: dict[tuple[str, str], list[tuple[str, Decimal, int | None]]] = {}
    for number, document in settled.documents.items():
        parts: list[tuple[str, Decimal, int | None]] = []
        for due, left in document.instalments(today):
            late = min(0, (today - due).days) if left < 0 else (today - due).days
            parts.append((_bucket(late), left, late))
        if document.retention(today) != 0:
            until = document.retention_due
            parts.append(("retention", document.retention(today), (today - until).days if until else None))
        for bucket, left, lateness in parts:
            groups.setdefault((document.row["client_id"], bucket), []).append((number, left, lateness))
    return [
        {
            "client_id": client_id,
            "client_name": facts.one("clients", client_id)["name"],
            "bucket": bucket,
            "open_amount": sum((left for _, left, _ in parts), ZERO),
            "invoice_count": len({number for number, _, _ in parts}),
            "overdue_days_max": max((late for _, _, late in parts if late is not None), default=None),
        }
        for (client_id, bucket), parts in groups.items()
    ]


def _bucket(late: int) -> str:
    if late <= 0:
        return "not_due"
    for last, name in ((30, "1-30"), (60, "31-60"), (90, "61-90")):
        if late <= last:
            return name
    return "90+"


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _one_year_later(day: date) -> date:
    """The same day of the next year; the 28th for a 29 February."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)
