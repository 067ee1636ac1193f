"""The phase marts as of a day: what may be billed and why not, work in progress, margins."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.oracle.facts import ZERO, Facts, Row, cents
from tests.oracle.phase_days import (
    STATED,
    billed,
    contract,
    deducted,
    drafted,
    earned,
    entries,
    history,
    is_signed,
    stated,
)

if TYPE_CHECKING:
    from datetime import date


def billable(facts: Facts, today: date) -> list[Row]:
    """One row per phase that earned more or less than was billed and drafted."""
    rows = [_billable_row(facts, phase, today) for phase in facts.phases()]
    return [row for row in rows if row["billable_amount"] != 0]


def _billable_row(facts: Facts, phase: Row, today: date) -> Row:
    quote = facts.one("quotes", phase["quote_id"])
    project = facts.one("projects", quote["project_id"])
    worth = earned(facts, phase, today)
    invoiced, held = billed(facts, phase, today), drafted(facts, phase, today)
    since = history(facts, phase, today)[today].waiting_since
    reasons = blocked_by(facts, phase, today)
    to_bill = worth.amount - invoiced - held
    return {
        "phase_id": phase["phase_id"],
        "quote_id": quote["quote_id"],
        "project_id": project["project_id"],
        "client_id": project["client_id"],
        "phase_label": phase["label"],
        "mission_element": mission_element(phase),
        "billing_mode": phase["billing_mode"],
        "contract_amount": contract(facts, phase, today),
        "progress_ratio": progress_ratio(facts, phase, today),
        "earned_amount": worth.amount,
        "billed_amount": invoiced,
        "drafted_amount": held,
        "billable_amount": to_bill,
        "out_of_cap_amount": worth.out_of_cap,
        "vat_rate": phase["vat_rate"],
        "validated_date": validated_date(facts, phase, today),
        "waiting_since_date": since,
        "waiting_days": (today - since).days if since is not None else None,
        "is_billable": to_bill > 0 and not reasons,
        "blocked_by": reasons,
        "notices": notices(facts, phase, today),
    }


def mission_element(phase: Row) -> str | None:
    """The code as it stands: random firms use canonical ones, or none beside a label that says nothing."""
    if phase["code"] is None:
        return "OTHER" if phase["billing_mode"] in ("deposit", "expense") else None
    return str(phase["code"])


def progress_ratio(facts: Facts, phase: Row, today: date) -> Decimal | None:
    """Progress x the contract of its day / today's contract; a ratio is 0 to 1."""
    now = stated(facts, phase, today)
    if now is None:
        return ZERO
    whole = contract(facts, phase, today)
    if whole == 0:
        return None
    return min(Decimal(1), now.progress * contract(facts, phase, now.validated_on) / whole)


def validated_date(facts: Facts, phase: Row, today: date) -> date | None:
    """The day of the progress in force, of the last approval, or of the signature."""
    if phase["billing_mode"] == "time":
        days = [row["approved_on"] for row in entries(facts, phase, today) if row["approved_on"] is not None]
        return max((day for day in days if day <= today), default=None)
    if phase["billing_mode"] == "deposit":
        quote = facts.one("quotes", phase["quote_id"])
        return quote["signed_on"] if is_signed(quote, today) else None
    now = stated(facts, phase, today)
    return now.validated_on if now is not None else None


def blocked_by(facts: Facts, phase: Row, today: date) -> list[str]:
    """Every reason why a phase cannot be invoiced yet, in the contract's order."""
    quote = facts.one("quotes", phase["quote_id"])
    project = facts.one("projects", quote["project_id"])
    client = facts.one("clients", project["client_id"])
    now = stated(facts, phase, today)
    lacks_place = any(client[column] is None for column in ("address", "postcode", "city"))
    lacks_siren = client["siren"] is None and client["country"] == "FR" and not client["is_public"]
    lacks_reference = client["service_code"] is None and quote["commitment_number"] is None
    reasons = {
        "quote_not_signed": not is_signed(quote, today),
        "client_incomplete": lacks_place or lacks_siren,
        "public_reference_missing": client["is_public"] and lacks_reference,
        "project_closed": project["status"] == "closed",
        "evidence_missing": facts.is_evidence_required
        and phase["billing_mode"] in STATED
        and now is not None
        and not now.has_evidence,
    }
    return [reason for reason, holds in reasons.items() if holds]


def notices(facts: Facts, phase: Row, today: date) -> list[str]:
    """What only deserves a word."""
    quote = facts.one("quotes", phase["quote_id"])
    client = facts.one("clients", facts.one("projects", quote["project_id"])["client_id"])
    timed = entries(facts, phase, today) if phase["billing_mode"] == "time" else []
    words = {
        "no_email": client["email"] is None,
        "phase_unmapped": mission_element(phase) is None,
        "hours_not_approved": any(row["approved_on"] is None or row["approved_on"] > today for row in timed),
        "cap_reached": earned(facts, phase, today).out_of_cap > 0,
        "amendment_unsigned": any(
            not is_signed(facts.one("quotes", row["quote_id"]), today)
            for row in facts.of_phase("amendments", phase["phase_id"])
        ),
    }
    return [word for word, holds in words.items() if holds]


def phases(facts: Facts, today: date) -> list[Row]:
    """Work in progress and margin of every phase, never netted."""
    return [_phase_row(facts, phase, today) for phase in facts.phases()]


def _phase_row(facts: Facts, phase: Row, today: date) -> Row:
    worth, invoiced = earned(facts, phase, today), billed(facts, phase, today)
    whole = contract(facts, phase, today)
    spent = _spent(facts, phase, today)
    raf, is_estimated = _raf(facts, phase, today)
    eac = spent + raf if raf is not None else None
    # A deposit is an advance, not part of what the quote is worth: it is neither FAE nor PCA.
    early = ZERO if phase["billing_mode"] == "deposit" else worth.produced - invoiced
    return {
        "phase_id": phase["phase_id"],
        "contract_amount": whole,
        "earned_amount": worth.amount,
        "billed_amount": invoiced,
        "deducted_amount": deducted(facts, phase, today),
        "out_of_cap_amount": worth.out_of_cap,
        "fae_amount": max(ZERO, early),
        "pca_amount": max(ZERO, -early),
        "spent_amount": spent,
        "raf_amount": raf,
        "is_raf_estimated": is_estimated,
        "eac_amount": eac,
        "margin_amount": whole - eac if eac is not None else None,
    }


def _spent(facts: Facts, phase: Row, today: date) -> Decimal:
    costed = [row for row in entries(facts, phase, today) if row["cost_rate"] is not None]
    return cents(sum((row["hours"] * row["cost_rate"] for row in costed), ZERO))


def _raf(facts: Facts, phase: Row, today: date) -> tuple[Decimal | None, bool]:
    """The manager's latest estimate, else the budget at the mean cost, marked as estimated."""
    given = [row for row in facts.of_phase("remaining", phase["phase_id"]) if row["as_of"] <= today]
    if given:
        return max(given, key=lambda row: row["as_of"])["remaining_cost"], False
    costed = [row for row in entries(facts, phase, today) if row["cost_rate"] is not None]
    hours = sum((row["hours"] for row in costed), ZERO)
    if phase["budget_hours"] is None or hours <= 0:  # corrections alone have no mean rate
        return None, False
    cost = sum((row["hours"] * row["cost_rate"] for row in costed), ZERO)
    return max(ZERO, cents(phase["budget_hours"] * cost / hours - _spent(facts, phase, today))), True


def projects(facts: Facts, today: date) -> list[Row]:
    """The sums of a project's phases, deposits left out; the contract counts signed quotes only."""
    by_phase = {row["phase_id"]: row for row in phases(facts, today)}
    rows = []
    for project in facts.tables["projects"]:
        own = [
            phase
            for phase in facts.phases()
            if phase["billing_mode"] != "deposit"
            and facts.one("quotes", phase["quote_id"])["project_id"] == project["project_id"]
        ]
        signed = [phase for phase in own if is_signed(facts.one("quotes", phase["quote_id"]), today)]
        row: Row = {"project_id": project["project_id"]}
        row["contract_amount"] = sum((contract(facts, phase, today) for phase in signed), ZERO)
        for column in ("earned_amount", "billed_amount", "out_of_cap_amount", "fae_amount", "pca_amount"):
            row[column] = sum((by_phase[phase["phase_id"]][column] for phase in own), ZERO)
        rows.append(row)
    return rows
