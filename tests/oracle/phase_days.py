"""What each phase earned, billed and still has to bill, one day after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.facts import ZERO, Facts, Row, cents

STATED = ("milestone", "progress", "expense")  # the modes that a progress makes billable
BILLING_LINES = ("work", "deposit")


@dataclass(frozen=True, slots=True)
class PhaseDay:
    """A phase at the end of a day."""

    day: date
    earned_amount: Decimal
    billed_amount: Decimal
    waiting_since: date | None
    waiting_since_before_lines: date | None


@dataclass(frozen=True, slots=True)
class Stated:
    """The progress in force on a day."""

    validated_on: date
    progress: Decimal
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class Earned:
    """What a phase is worth so far, the part over its cap, and the production behind FAE and PCA."""

    amount: Decimal
    out_of_cap: Decimal
    produced: Decimal


def is_signed(quote: Row, day: date) -> bool:
    """Status signed and signed by that day; signed without a date is not signed."""
    return quote["status"] == "signed" and quote["signed_on"] is not None and quote["signed_on"] <= day


def amendments(facts: Facts, phase: Row, day: date) -> Decimal:
    """What signed amending phases add by that day."""
    total = ZERO
    for amending in facts.of_phase("amendments", phase["phase_id"]):
        if is_signed(facts.one("quotes", amending["quote_id"]), day):
            total += amending["amount"]
    return total


def contract(facts: Facts, phase: Row, day: date) -> Decimal:
    """The phase's amount with the amendments signed by that day."""
    return Decimal(phase["amount"]) + amendments(facts, phase, day)


def stated(facts: Facts, phase: Row, day: date) -> Stated | None:
    """The latest row by validated_on; on one day jalon's own, the one recorded last."""
    best: Stated | None = None
    for row in facts.of_phase("progress", phase["phase_id"]):
        if row["validated_on"] <= day and (best is None or row["validated_on"] >= best.validated_on):
            share = row["progress"] if row["progress"] <= 1 else row["progress"] / 100
            best = Stated(row["validated_on"], share, row["evidence"] is not None)
    for made in facts.validations:
        if made.phase_id != phase["phase_id"] or made.validated_on > day:
            continue
        if best is None or made.validated_on >= best.validated_on:
            best = Stated(made.validated_on, made.progress, made.has_evidence)
    return best


def produced(facts: Facts, phase: Row, day: date) -> Decimal:
    """The share stated of the contract of its own day, never beyond today's contract."""
    now = stated(facts, phase, day)
    if now is None:
        return ZERO
    return min(cents(now.progress * contract(facts, phase, now.validated_on)), contract(facts, phase, day))


def entries(facts: Facts, phase: Row, day: date) -> list[Row]:
    """Time worked up to a day."""
    return [row for row in facts.of_phase("timesheets", phase["phase_id"]) if row["worked_on"] <= day]


def earned(facts: Facts, phase: Row, day: date) -> Earned:
    """What the phase earned by a day, by its billing mode."""
    mode = phase["billing_mode"]
    if mode == "deposit":
        signed = is_signed(facts.one("quotes", phase["quote_id"]), day)
        amount = contract(facts, phase, day) if signed else ZERO
        return Earned(amount, ZERO, ZERO)
    if mode == "time":
        return _earned_time(facts, phase, day)
    share = produced(facts, phase, day)
    if mode == "progress":
        return Earned(share, ZERO, share)
    now = stated(facts, phase, day)
    return Earned(share if now is not None and now.progress == 1 else ZERO, ZERO, share)


def _earned_time(facts: Facts, phase: Row, day: date) -> Earned:
    worth = ZERO
    for entry in entries(facts, phase, day):
        rate = entry["billing_rate"] if entry["billing_rate"] is not None else phase["hourly_rate"]
        if entry["approved_on"] is not None and entry["approved_on"] <= day and rate is not None:
            worth += entry["hours"] * rate
    worth = cents(worth)
    if phase["cap_amount"] is None:
        return Earned(worth, ZERO, worth)
    cap = phase["cap_amount"] + amendments(facts, phase, day)
    return Earned(min(cap, worth), max(ZERO, worth - cap), min(cap, worth))


def lines(facts: Facts, phase: Row, day: date) -> list[Row]:
    """The phase's lines on documents issued up to a day."""
    return [
        line
        for line in facts.of_phase("invoice_lines", phase["phase_id"])
        if facts.one("invoices", line["invoice_number"])["issued_on"] <= day
    ]


def billed(facts: Facts, phase: Row, day: date) -> Decimal:
    """Signed sum of work and deposit lines; credit notes are negative as they stand."""
    return sum(
        (line["net_amount"] for line in lines(facts, phase, day) if line["line_kind"] in BILLING_LINES), ZERO
    )


def deducted(facts: Facts, phase: Row, day: date) -> Decimal:
    """What of a deposit was taken back, as a positive amount."""
    return -sum(
        (line["net_amount"] for line in lines(facts, phase, day) if line["line_kind"] == "deposit_deduction"),
        ZERO,
    )


def drafted(facts: Facts, phase: Row, day: date) -> Decimal:
    """What open drafts hold of the phase."""
    return sum(
        (
            line.net_amount
            for draft in facts.drafts
            if draft.is_open(day)
            for line in draft.lines
            if line.phase_id == phase["phase_id"] and line.line_kind in BILLING_LINES
        ),
        ZERO,
    )


def history(facts: Facts, phase: Row, today: date) -> dict[date, PhaseDay]:
    """The phase on every day since its first fact, today included."""
    first = min([*_fact_days(facts, phase), today])
    days: dict[date, PhaseDay] = {}
    before: PhaseDay | None = None
    for offset in range((today - first).days + 1):
        day = first + timedelta(days=offset)
        worth = earned(facts, phase, day).amount
        invoiced = billed(facts, phase, day)
        since = before.waiting_since if before is not None else None
        invoiced_before = before.billed_amount if before is not None else ZERO
        before = PhaseDay(
            day=day,
            earned_amount=worth,
            billed_amount=invoiced,
            waiting_since=(since or day) if worth > invoiced else None,
            waiting_since_before_lines=(since or day) if worth > invoiced_before else None,
        )
        days[day] = before
    return days


def _fact_days(facts: Facts, phase: Row) -> list[date]:
    own = phase["phase_id"]
    days = [row["validated_on"] for row in facts.of_phase("progress", own)]
    days += [made.validated_on for made in facts.validations if made.phase_id == own]
    for row in facts.of_phase("timesheets", own):
        days += [row["worked_on"], *([row["approved_on"]] if row["approved_on"] else [])]
    for row in [phase, *facts.of_phase("amendments", own)]:
        signed_on = facts.one("quotes", row["quote_id"])["signed_on"]
        days += [signed_on] if signed_on else []
    days += [
        facts.one("invoices", row["invoice_number"])["issued_on"]
        for row in facts.of_phase("invoice_lines", own)
    ]
    return days
