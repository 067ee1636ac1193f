"""Thirty months of the example firm, as rows of the templates: what its other systems would export."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from billing.rules.deposit import pro_rata
from demo import cash
from demo.catalogue import BUILDING_SPLIT, CLIENTS, MANAGERS, PROJECT_NAMES, SHORT_SPLIT, STAFF, Client, siren
from firm.money import ZERO, cents

Row = dict[str, object]
VAT = Decimal("0.20")
SEED = 20260
MONTHS = 30


@dataclass(slots=True)
class Phase:
    """A phase while its story is told: what was earned and billed so far."""

    row: Row
    amount: Decimal
    mode: str
    earned: Decimal = ZERO
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


def tell(anchor: date) -> dict[str, list[Row]]:
    """Tell the firm's thirty months before `anchor`.

    Returns:
        Rows per template name, keyed by the template's English columns; the same anchor gives the same rows.
    """
    history = History(anchor, Random(SEED))
    for position, client in enumerate(CLIENTS, start=1):
        _client(history, client, position)
    for position, name in enumerate(PROJECT_NAMES):
        _project(history, position, name)
    _number(history)
    cash.receive(history.documents, history.anchor, history.random, history.add)
    return history.tables


def _client(history: History, client: Client, position: int) -> None:
    number = siren(f"9{position:07d}")
    history.add(
        "clients",
        client_id=client.client_id,
        name=client.name,
        siren=None if client.flaw == "siren" or client.country != "FR" else number,
        vat_number="DE999999999" if client.country == "DE" else None,
        email=f"compta@{client.client_id.lower()}.example",
        address=None if client.flaw == "address" else f"{position * 3} rue des Ateliers",
        postcode=client.postcode,
        city=client.city,
        country=client.country,
        payment_terms_days=client.payment_terms_days,
        end_of_month=client.end_of_month,
        is_public=client.is_public,
        service_code=f"SRV-{position:03d}" if client.is_public and position != 10 else None,
        language=client.language,
    )


def _project(history: History, position: int, name: str) -> None:
    """One project: its quote, its phases, and month after month what was done, billed and spent."""
    random = history.random
    client = CLIENTS[position % len(CLIENTS)] if position != 32 else CLIENTS[12]
    project_id = f"A{24 + position // 16}{position:03d}"
    start = MONTHS * 30 - position * 22 - random.randint(0, 15)
    manager = MANAGERS[position % len(MANAGERS)]
    is_closed = position in {0, 1, 4}
    history.add(
        "projects",
        project_id=project_id,
        client_id=client.client_id,
        name=name,
        manager=manager,
        status="closed" if is_closed else "open",
    )
    quote = _quote(history, position, client, project_id, start)
    _deposit(history, quote, start)
    pace = random.randint(55, 110)
    for order, phase in enumerate(quote.phases):
        _work(history, quote, phase, start - order * pace // 2, pace, manager)
    _hard_case(history, position, quote, start)
    if quote.retention_rate and start > 600:
        quote.row["reception_on"] = history.ago(380 if position == 3 else 120)


def _quote(history: History, position: int, client: Client, project_id: str, start: int) -> Quote:
    random = history.random
    quote_id = f"D-{project_id}-1"
    total = Decimal(random.randint(18, 240) * 1000 + random.choice((0, 250, 480)))
    is_unsigned = position in {37, 39}
    split = SHORT_SPLIT if position % 4 == 1 else BUILDING_SPLIT
    row = history.add(
        "quotes",
        quote_id=quote_id,
        project_id=project_id,
        amends_quote_id=None,
        signed_on=None if is_unsigned else history.ago(start + 10),
        status="sent" if is_unsigned else "signed",
        deposit_policy="first_out" if position % 6 == 2 else "pro_rata",
        market_number=f"M{position:04d}" if client.is_public else None,
        commitment_number=f"E{position:05d}" if client.is_public and client.client_id != "C010" else None,
        reception_on=None,
    )
    quote = Quote(row, client, project_id, [])
    quote.retention_rate = Decimal("0.05") if position in {3, 11, 17} else ZERO
    quote.vat_rate = ZERO if client.country != "FR" else Decimal("0.10") if position in {17, 25} else VAT
    rest = total
    for order, (code, label, share) in enumerate(split, start=1):
        amount = rest if order == len(split) else cents(total * Decimal(share))
        rest -= amount
        quote.phases.append(_phase(history, quote, position, order, code, label, amount))
    return quote


def _phase(history: History, quote: Quote, position: int, order: int, code: str, label: str, amount: Decimal) -> Phase:
    is_time = code == "DET" and position % 5 == 3
    mode = "time" if is_time else "milestone" if code in {"ESQ", "ACT", "AOR", "DIA"} else "progress"
    row = history.add(
        "phases",
        phase_id=f"{quote.row['quote_id']}-{code}",
        quote_id=quote.row["quote_id"],
        label="Phase 3" if (position, code) == (30, "VISA") else label,
        code=None if (position, code) == (30, "VISA") else code,
        position=order,
        billing_mode=mode,
        amount=amount,
        vat_rate=quote.vat_rate,
        budget_hours=cents(amount / Decimal(78)),
        hourly_rate=Decimal("76.00") if is_time else None,
        cap_amount=amount if is_time else None,
        retention_rate=quote.retention_rate,
        planned_on=None,
        amends_phase_id=None,
    )
    return Phase(row, amount, mode)


def _deposit(history: History, quote: Quote, start: int) -> None:
    """A third of the firm's quotes begin with a deposit invoice of 20 or 30 per cent."""
    position = int(str(quote.project_id)[-3:])
    if position % 3 != 2 or quote.row["signed_on"] is None:
        return
    contract = sum((phase.amount for phase in quote.phases), ZERO)
    amount = cents(contract * Decimal("0.30" if position % 2 else "0.20"))
    row = history.add(
        "phases",
        phase_id=f"{quote.row['quote_id']}-ACOMPTE",
        quote_id=quote.row["quote_id"],
        label="Acompte à la commande",
        code=None,
        position=0,
        billing_mode="deposit",
        amount=amount,
        vat_rate=quote.vat_rate,
    )
    if position == 38:
        return  # just signed: the deposit is there to be billed
    quote.deposit = amount
    line = _line(row["phase_id"], "deposit", "Acompte à la commande", amount, quote.vat_rate)
    history.documents.append(Document(history.ago(start + 4), "deposit", quote, [line]))


def _work(history: History, quote: Quote, phase: Phase, start: int, pace: int, manager: str) -> None:
    """Validate a phase step by step and bill each step some days later, faster as the months go by."""
    random = history.random
    if phase.mode == "time":
        _hours(history, quote, phase, start, pace * 3, manager, approve=True)
        return
    steps = ("1",) if phase.mode == "milestone" else ("0.3", "0.65", "1")
    for number, step in enumerate(steps, start=1):
        day = start - pace * number // len(steps)
        if day < 1:
            phase.row["planned_on"] = history.anchor - timedelta(days=min(day, 40))
            break
        validated_on = history.ago(day)
        progress = Decimal(step)
        history.add(
            "progress",
            phase_id=phase.row["phase_id"],
            validated_on=validated_on,
            progress=progress,
            validated_by=manager,
            evidence=None,
        )
        phase.earned = cents(phase.amount * progress)
        delay = max(2, day // 38 + random.randint(1, 9))
        if day - delay > 4 + random.randint(0, 14) and quote.row["signed_on"] is not None and _can_bill(quote):
            _bill(history, quote, phase, history.ago(day - delay))
    _hours(history, quote, phase, start, pace, manager, approve=True)


def _can_bill(quote: Quote) -> bool:
    return quote.client.flaw is None and quote.client.client_id != "C010"


def _bill(history: History, quote: Quote, phase: Phase, issued_on: date) -> None:
    """Bill what a phase has earned and was not billed, less the deposit's share."""
    work = phase.earned - phase.billed
    if work <= ZERO:
        return
    phase.billed += work
    label = f"{phase.row['label']}, situation au {issued_on:%d/%m/%Y}"
    lines = [_line(phase.row["phase_id"], "work", label, work, quote.vat_rate)]
    if quote.deposit:
        contract = sum((each.amount for each in quote.phases), ZERO)
        billed = sum((each.billed for each in quote.phases), ZERO)
        if quote.row["deposit_policy"] == "first_out":
            back = min(quote.deposit - quote.deducted, work)
        else:
            back = pro_rata(
                deposit=quote.deposit, contract=contract, billed=billed, deducted=quote.deducted, work=work
            )
        if back > ZERO:
            quote.deducted += back
            deposit_phase = f"{quote.row['quote_id']}-ACOMPTE"
            lines.append(
                _line(deposit_phase, "deposit_deduction", "Reprise de l'acompte", -back, quote.vat_rate)
            )
    is_sent = issued_on < history.anchor - timedelta(days=5)
    history.documents.append(Document(issued_on, "invoice", quote, lines, is_sent=is_sent))


def _line(phase_id: object, kind: str, label: str, amount: Decimal, vat_rate: Decimal) -> Row:
    return {
        "phase_id": phase_id,
        "line_kind": kind,
        "label": label,
        "net_amount": amount,
        "vat_rate": vat_rate,
    }


def _hours(
    history: History, quote: Quote, phase: Phase, start: int, days: int, manager: str, *, approve: bool
) -> None:
    """Hours of two people over the phase, a day a week; those of the last fortnight still wait for approval."""
    random = history.random
    people = [random.choice(STAFF), next(person for person in STAFF if person[0] == manager)]
    earned = ZERO
    for offset in range(0, days, 7):
        day = start - offset
        if day < 1:
            break
        for name, billing_rate, cost_rate in people:
            hours = Decimal(random.choice(("2.5", "3.5", "4", "7", "7.5")))
            worked_on = history.ago(day)
            approved = worked_on + timedelta(days=6) if approve and day > 14 else None
            history.add(
                "timesheets",
                entry_id=f"H{len(history.tables.get('timesheets', [])) + 1:06d}",
                person=name,
                phase_id=phase.row["phase_id"],
                worked_on=worked_on,
                hours=hours,
                approved_on=approved,
                billing_rate=billing_rate if phase.mode == "time" else None,
                cost_rate=cost_rate,
            )
            if phase.mode == "time" and approved is not None:
                earned += hours * billing_rate
    if phase.mode == "time" and quote.row["signed_on"] is not None and _can_bill(quote):
        phase.earned = min(phase.amount, cents(earned * Decimal("0.8")))
        last = start - days
        if last > 60:
            phase.earned = min(phase.amount, cents(earned))
        if start > 60:
            _bill(history, quote, phase, history.ago(max(20, last - 8)))


def _hard_case(history: History, position: int, quote: Quote, start: int) -> None:
    """The cases that a month-end forgets: amendments, lowered progress, expenses, estimates, advances."""
    quote_id, phases = quote.row["quote_id"], quote.phases
    if position in {5, 20, 26}:
        _amend(history, quote, signed_on=history.ago(40) if position != 26 else None)
    if position in {8, 28}:
        history.add(
            "progress",
            phase_id=phases[2].row["phase_id"],
            validated_on=history.ago(6),
            progress=Decimal("0.8"),
            validated_by=MANAGERS[position % len(MANAGERS)],
            evidence="Réserves du maître d'ouvrage",
        )
    if position % 7 == 6:
        row = history.add(
            "phases",
            phase_id=f"{quote_id}-FRAIS",
            quote_id=quote_id,
            label="Sondages de sol refacturés",
            code=None,
            position=20,
            billing_mode="expense",
            amount=Decimal("1860.50"),
            vat_rate=quote.vat_rate,
        )
        history.add(
            "progress", phase_id=row["phase_id"], validated_on=history.ago(11), progress=Decimal(1), validated_by="compta"
        )
    if position % 3 == 0:
        for phase in phases[3:6]:
            history.add(
                "remaining",
                phase_id=phase.row["phase_id"],
                as_of=history.ago(25),
                remaining_cost=cents(phase.amount * Decimal("0.22")),
            )


def _amend(history: History, quote: Quote, *, signed_on: date | None) -> None:
    amended = quote.phases[3]
    amending_id = f"{quote.row['quote_id'][:-1]}2"  # type: ignore[index]
    history.add(
        "quotes",
        quote_id=amending_id,
        project_id=quote.project_id,
        amends_quote_id=quote.row["quote_id"],
        signed_on=signed_on,
        status="signed" if signed_on else "sent",
    )
    history.add(
        "phases",
        phase_id=f"{amending_id}-PRO",
        quote_id=amending_id,
        label="Avenant, reprise du projet",
        code="PRO",
        billing_mode=amended.mode,
        amount=Decimal("4000.00"),
        vat_rate=quote.vat_rate,
        retention_rate=quote.retention_rate,
        amends_phase_id=amended.row["phase_id"],
    )


def _number(history: History) -> None:
    """Credit two documents, then number everything in the order of issue, a series each."""
    invoices = [each for each in history.documents if each.kind == "invoice" and each.is_sent]
    for original, share in ((invoices[len(invoices) // 3], Decimal(1)), (invoices[len(invoices) // 2], Decimal("0.5"))):
        lines = [{**line, "net_amount": -cents(line["net_amount"] * share)} for line in original.lines]  # type: ignore[operator]
        history.documents.append(
            Document(workday(original.issued_on + timedelta(days=12)), "credit_note", original.quote, lines, original)
        )
    counters: dict[tuple[str, int], int] = {}
    for document in sorted(history.documents, key=lambda each: each.issued_on):
        series = "AV" if document.kind == "credit_note" else "FA"
        key = (series, document.issued_on.year)
        counters[key] = counters.get(key, 0) + 1
        document.number = f"{series}-{document.issued_on.year}-{counters[key]:04d}"
    for document in sorted(history.documents, key=lambda each: each.issued_on):
        _write_document(history, document)


def _write_document(history: History, document: Document) -> None:
    net = sum((line["net_amount"] for line in document.lines), ZERO)  # type: ignore[misc]
    vat = cents(net * document.quote.vat_rate)
    work = sum((line["net_amount"] for line in document.lines if line["line_kind"] == "work"), ZERO)  # type: ignore[misc]
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
