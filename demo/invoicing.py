"""The documents of the example firm: situations, deposits and what they take back, credit notes, numbers."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from billing.rules.deposit import POLICIES, Execution
from demo.story import Document, History, Quote, Row, Step, workday
from firm.money import ZERO, cents

CONTINUOUS_DAYS = 300


def bill(history: History) -> None:
    """Turn the steps into documents, in the order of their days, and number them."""

    def when(step: Step) -> tuple[date, str]:
        return _issue_day(history, step.issued_on), str(step.quote.row["quote_id"])

    for (issued_on, _), steps in groupby(sorted(history.steps, key=when), key=when):
        _situation(history, list(steps), issued_on)
    _credit(history)
    _number(history)


def _issue_day(history: History, day: date) -> date:
    """Until a year ago the firm billed at month end; since then, continuously."""
    if (history.anchor - day).days < CONTINUOUS_DAYS:
        return day
    first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return workday(first_of_next - timedelta(days=1))


def _situation(history: History, steps: list[Step], issued_on: date) -> None:
    quote = steps[0].quote
    lines = []
    for step in steps:
        work = step.earned - step.phase.billed
        if work > ZERO:
            step.phase.billed += work
            label = f"{step.phase.row['label']}, situation au {issued_on:%d/%m/%Y}"
            lines.append(line(step.phase.row["phase_id"], "work", label, work, quote.vat_rate))
    if not lines:
        return
    if quote.project_id.endswith("012") and len(history.documents) % 2:
        lines.append(line(None, "revision", "Révision de prix, index ING", Decimal("130.45"), quote.vat_rate))
    _take_back(quote, lines)
    is_sent = issued_on < history.anchor - timedelta(days=2)
    history.documents.append(Document(issued_on, "invoice", quote, lines, is_sent=is_sent))


def _take_back(quote: Quote, lines: list[Row]) -> None:
    if not quote.deposit:
        return
    work = sum((each["net_amount"] for each in lines if each["line_kind"] == "work"), ZERO)
    contract = sum((phase.amount for phase in quote.phases), ZERO)
    billed = sum((phase.billed for phase in quote.phases), ZERO)
    policy = POLICIES[str(quote.row["deposit_policy"])]
    back = policy(Execution(contract, billed, work), deposit=quote.deposit, deducted=quote.deducted)
    if back > ZERO:
        quote.deducted += back
        phase_id = f"{quote.row['quote_id']}-ACOMPTE"
        lines.append(line(phase_id, "deposit_deduction", "Reprise de l'acompte", -back, quote.vat_rate))


def line(phase_id: object, kind: str, label: str, amount: Decimal, vat_rate: Decimal) -> Row:
    """One line of a document, EUR before VAT."""
    return {
        "phase_id": phase_id,
        "line_kind": kind,
        "label": label,
        "net_amount": amount,
        "vat_rate": vat_rate,
    }


def _credit(history: History) -> None:
    """One document credited whole, one by half."""
    invoices = [each for each in history.documents if each.kind == "invoice" and each.is_sent]
    for original, share in (
        (invoices[len(invoices) // 3], Decimal(1)),
        (invoices[len(invoices) // 2], Decimal("0.5")),
    ):
        lines = [{**each, "net_amount": -cents(each["net_amount"] * share)} for each in original.lines]
        issued_on = workday(original.issued_on + timedelta(days=12))
        history.documents.append(Document(issued_on, "credit_note", original.quote, lines, original))


def _number(history: History) -> None:
    """Number everything in the order of issue, a series for invoices and one for credit notes."""
    counters: dict[tuple[str, int], int] = {}
    for document in sorted(history.documents, key=lambda each: each.issued_on):
        series = "AV" if document.kind == "credit_note" else "FA"
        key = (series, document.issued_on.year)
        counters[key] = counters.get(key, 0) + 1
        document.number = f"{series}-{document.issued_on.year}-{counters[key]:04d}"
    for document in sorted(history.documents, key=lambda each: each.issued_on):
        _write_document(history, document)


def _write_document(history: History, document: Document) -> None:
    net = sum((line["net_amount"] for line in document.lines), ZERO)
    vat = cents(net * document.quote.vat_rate)
    work = sum((line["net_amount"] for line in document.lines if line["line_kind"] == "work"), ZERO)
    gross_work = work + cents(work * document.quote.vat_rate)
    retention = cents(gross_work * document.quote.retention_rate) if document.kind == "invoice" else ZERO
    document.gross, document.retention = net + vat, retention
    days = document.quote.client.payment_terms_days
    late_sending = timedelta(days=max(1, (history.anchor - document.issued_on).days // 180))
    history.add(
        "invoices",
        invoice_number=document.number,
        document_kind=document.kind,
        client_id=document.quote.client.client_id,
        project_id=document.quote.project_id,
        quote_id=document.quote.row["quote_id"],
        corrects_invoice_number=document.corrects.number if document.corrects else None,
        issued_on=document.issued_on,
        sent_on=document.issued_on + late_sending if document.is_sent else None,
        due_on=None if document.quote.client.end_of_month else document.issued_on + timedelta(days=days),
        net_amount=net,
        vat_amount=vat,
        gross_amount=net + vat,
        retention_amount=retention,
    )
    for number, line in enumerate(document.lines, start=1):
        history.add("invoice_lines", invoice_number=document.number, line_number=number, **line)
