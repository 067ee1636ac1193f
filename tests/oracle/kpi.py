"""The figures of each month, each taken at the month's last day."""

from __future__ import annotations

import statistics
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.oracle.facts import ZERO, Facts, Row
from tests.oracle.invoices import Settled, month_end, sent_date, settle
from tests.oracle.phase_days import BILLING_LINES, PhaseDay, history

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTBACK_MONTHS = 24


def kpi_monthly(facts: Facts, today: date) -> list[Row]:
    """One row per month from the first with a document to the current one."""
    issued = [row["issued_on"] for row in facts.tables["invoices"] if row["issued_on"] <= today]
    histories = {phase["phase_id"]: history(facts, phase, today) for phase in facts.phases()}
    rows = []
    month = min(issued, default=today + timedelta(days=32)).replace(day=1)
    while month <= today:
        rows.append(_month_row(facts, month, today, histories))
        month = month_end(month) + timedelta(days=1)
    return rows


def _month_row(facts: Facts, month: date, today: date, histories: dict[str, dict[date, PhaseDay]]) -> Row:
    last = min(month_end(month), today)
    settled = settle(facts, last)
    observations = list(_observations(facts, month, last, histories))
    month_end_days = [days[last] for days in histories.values() if last in days]
    waiting = [day for day in month_end_days if day.waiting_since is not None]
    reminders = [row for row in facts.tables["reminders"] if month <= row["sent_on"] <= last]
    automatic = sum(1 for row in reminders if row["is_automatic"])
    return {
        "month": month,
        "billed_amount": _billed(facts, month, last, "net_amount"),
        "collected_amount": sum(
            (row["amount"] for row in facts.tables["payments"] if month <= row["paid_on"] <= last), ZERO
        ),
        "validation_to_sending_days_mean": _mean(observations),
        "validation_to_sending_days_median": _median(observations),
        "waiting_validation_count": len(waiting),
        "automatic_reminder_count": automatic,
        "manual_reminder_count": len(reminders) - automatic,
        "automatic_reminder_ratio": Decimal(automatic) / len(reminders) if reminders else None,
        "overdue_30_amount": _overdue(settled, last, 30),
        "overdue_60_amount": _overdue(settled, last, 60),
        "overdue_90_amount": _overdue(settled, last, 90),
        "minutes_per_invoice_median": None,
        "timed_invoice_count": 0,
        "dso_simple_days": _dso_simple(facts, month, last, settled),
        "dso_countback_days": _dso_countback(facts, month, last, settled),
        "backlog_amount": sum((day.earned_amount - day.billed_amount for day in waiting), ZERO),
    }


def _observations(
    facts: Facts, month: date, last: date, histories: dict[str, dict[date, PhaseDay]]
) -> Iterator[tuple[Decimal, int]]:
    """One per document sent in the month and phase that it bills: amount billed, days waited."""
    for row in facts.tables["invoices"]:
        sent = sent_date(row, last)
        if row["document_kind"] == "credit_note" or row["sent_on"] is None or row["issued_on"] > last:
            continue
        if sent is None or sent < month:
            continue
        for phase_id, days in histories.items():
            amount = sum(
                (
                    line["net_amount"]
                    for line in facts.of_phase("invoice_lines", phase_id)
                    if line["invoice_number"] == row["invoice_number"] and line["line_kind"] in BILLING_LINES
                ),
                ZERO,
            )
            since = days[row["issued_on"]].waiting_since_before_lines if row["issued_on"] in days else None
            if amount > 0 and since is not None:
                yield amount, (sent - since).days


def _mean(observations: list[tuple[Decimal, int]]) -> Decimal | None:
    weight = sum((amount for amount, _ in observations), ZERO)
    return sum((amount * days for amount, days in observations), ZERO) / weight if observations else None


def _median(observations: list[tuple[Decimal, int]]) -> Decimal | None:
    return statistics.median([Decimal(days) for _, days in observations]) if observations else None


def _billed(facts: Facts, first: date, last: date, column: str) -> Decimal:
    return sum((row[column] for row in facts.tables["invoices"] if first <= row["issued_on"] <= last), ZERO)


def _overdue(settled: Settled, day: date, late: int) -> Decimal:
    """Open and more than so many days late; what we owe a client is never overdue."""
    return sum(
        (
            left
            for document in settled.documents.values()
            for due, left in document.instalments(day)
            if left > 0 and (day - due).days > late
        ),
        ZERO,
    )


def receivables(settled: Settled, day: date) -> Decimal:
    """What is open on a day, retention not yet due left out, open credit notes taken off."""
    return sum((document.open_amount(day) for document in settled.documents.values()), ZERO)


def _month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _dso_simple(facts: Facts, month: date, last: date, settled: Settled) -> Decimal | None:
    first = _month_before(_month_before(month))
    turnover = _billed(facts, first, last, "gross_amount")
    if turnover <= 0:
        return None
    return receivables(settled, last) / turnover * ((last - first).days + 1)


def _dso_countback(facts: Facts, month: date, last: date, settled: Settled) -> Decimal:
    balance, days = receivables(settled, last), ZERO
    for _ in range(COUNTBACK_MONTHS):
        if balance <= 0:
            break
        length = (last - month).days + 1
        turnover = _billed(facts, month, last, "gross_amount")
        eaten = min(turnover, balance) if turnover > 0 else ZERO
        days += length * eaten / turnover if 0 < eaten < turnover else length
        balance -= eaten
        last = month - timedelta(days=1)
        month = last.replace(day=1)
    return days
