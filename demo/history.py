"""Thirty months of the example firm, as rows of the templates: what its other systems would export."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from demo import cash, invoicing
from demo.catalogue import BUILDING_SPLIT, CLIENTS, MANAGERS, PROJECT_NAMES, SHORT_SPLIT, STAFF, Client, siren
from demo.story import VAT, Document, History, Phase, Quote, Row, Step
from firm.money import ZERO, cents

SEED = 20260
MONTHS = 30
FLAWED_SINCE_DAYS = 45


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
    invoicing.bill(history)
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
    _hard_case(history, position, quote)
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
        deposit_policy=_policy(position, client),
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


def _policy(position: int, client: Client) -> str:
    if client.is_public and position % 3 == 2:
        return "public_advance"
    return "first_out" if position % 6 == 2 else "pro_rata"


def _phase(
    history: History, quote: Quote, position: int, order: int, code: str, label: str, amount: Decimal
) -> Phase:
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
    line = invoicing.line(row["phase_id"], "deposit", "Acompte à la commande", amount, quote.vat_rate)
    history.documents.append(Document(history.ago(start + 4), "deposit", quote, [line]))


def _work(history: History, quote: Quote, phase: Phase, start: int, pace: int, manager: str) -> None:
    """Validate a phase step by step and bill each step some days later, faster as the months go by."""
    random = history.random
    if phase.mode == "time":
        _hours(history, quote, phase, start, pace * 3, manager)
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
        delay = max(2, day // 38 + random.randint(1, 9))
        if day - delay > random.randint(0, 9) and _can_bill(quote, day):
            issued_on = history.ago(day - delay)
            history.steps.append(Step(issued_on, quote, phase, cents(phase.amount * progress)))
    _hours(history, quote, phase, start, pace, manager)


def _can_bill(quote: Quote, day: int) -> bool:
    """Unsigned quotes never; clients whose record lost something, not in the last weeks."""
    if quote.row["signed_on"] is None:
        return False
    return (quote.client.flaw is None and quote.client.client_id != "C010") or day > FLAWED_SINCE_DAYS


def _hours(history: History, quote: Quote, phase: Phase, start: int, days: int, manager: str) -> None:
    """Hours of two people over the phase, a day a week; those of the last fortnight wait for approval."""
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
            approved = worked_on + timedelta(days=6) if day > 14 else None
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
        if earned and offset % 28 == 21 and day > 24 and _can_bill(quote, day):
            step = min(phase.amount, cents(earned))
            history.steps.append(Step(history.ago(day - 9), quote, phase, step))


def _hard_case(history: History, position: int, quote: Quote) -> None:
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
            "progress",
            phase_id=row["phase_id"],
            validated_on=history.ago(11),
            progress=Decimal(1),
            validated_by="compta",
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
    amending_id = f"{quote.row['quote_id'][:-1]}2"
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
