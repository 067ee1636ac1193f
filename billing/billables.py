"""What can be drafted now, and the reason for each phase that cannot."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from billing.composition import Billable, Deposit
from billing.desk import Decision
from billing.refusals import (
    AlreadyDrafted,
    NegativeAmount,
    NothingToBill,
    PhaseBlocked,
    PhaseIsAmendment,
    UnknownPhase,
)
from firm.errors import Refusal
from firm.money import ZERO
from ledger.ids import PhaseId, QuoteId
from ledger.tables import drafts, phase_lock

_BILLABLES = """
    select
        phase_id,
        quote_id,
        project_id,
        client_id,
        phase_label,
        position,
        document_kind,
        billable_amount,
        vat_rate,
        retention_rate,
        validated_date
    from marts.billable
    where {where}
    order by phase_id
"""
_DEPOSITS = """
    select
        deposits.quote_id,
        deposits.deposit_phase_id,
        deposits.label,
        deposits.vat_rate,
        deposits.deposit_policy,
        deposits.deposit_billed_amount,
        deposits.deducted_amount,
        deposits.drafted_deduction_amount,
        deposits.contract_amount,
        deposits.other_billed_amount,
        deposits.other_drafted_amount
    from marts.deposits as deposits
    where deposits.quote_id in (select unnest(?))
    order by deposits.quote_id, deposits.deposit_phase_id
"""
_PHASES = """
    select
        phases.phase_id,
        phases.amends_phase_id,
        billable.billable_amount,
        billable.is_billable,
        billable.blocked_by,
        worth.earned_amount,
        worth.billed_amount,
        clients.address,
        clients.postcode,
        clients.city,
        clients.siren
    from staging.phases as phases
    left join marts.billable as billable on billable.phase_id = phases.phase_id
    left join marts.phases as worth on worth.phase_id = phases.phase_id
    left join staging.clients as clients on clients.client_id = billable.client_id
    where phases.phase_id in (select unnest(?))
"""
_LATEST_INVOICE = """
    select lines.invoice_number
    from core.document_lines as lines
    where lines.phase_id = ? and lines.document_kind <> 'credit_note'
    order by lines.issue_date desc, lines.invoice_number desc
    limit 1
"""
_CLIENT_FIELDS = {"address": "adresse", "postcode": "code postal", "city": "ville", "siren": "SIREN"}


def present(decision: Decision, *, where: str, parameters: Sequence[object] = ()) -> dict[PhaseId, Billable]:
    """Read the rows of marts.billable that satisfy a condition, by phase."""
    rows = decision.rows(_BILLABLES.format(where=where), parameters)
    return {row["phase_id"]: Billable(**row) for row in rows}


def deposits(decision: Decision, quote_ids: Sequence[QuoteId]) -> dict[QuoteId, list[Deposit]]:
    """Read the deposits of quotes, by quote."""
    found: dict[QuoteId, list[Deposit]] = {}
    for row in decision.rows(_DEPOSITS, [list(quote_ids)]):
        found.setdefault(row["quote_id"], []).append(Deposit(**row))
    return found


def refusal_of(decision: Decision, phase_ids: Sequence[PhaseId]) -> Callable[[PhaseId], Refusal | None]:
    """Prepare to say of each phase why it cannot be drafted; None where it can."""
    known = {row["phase_id"]: row for row in decision.rows(_PHASES, [list(phase_ids)])}
    held = _holders(decision.command.connection)

    def refusal(phase_id: PhaseId) -> Refusal | None:
        if phase_id not in known:
            return UnknownPhase(phase_id)
        return held.get(phase_id) or _of_row(decision, known[phase_id])

    return refusal


def _holders(connection: Connection) -> dict[str, Refusal]:
    rows = connection.execute(
        select(phase_lock.c.phase_id, drafts.c.draft_id, drafts.c.created_at, drafts.c.created_by).join(
            drafts, drafts.c.draft_id == phase_lock.c.draft_id
        )
    )
    return {
        row.phase_id: AlreadyDrafted(
            row.phase_id, draft_id=row.draft_id, created_at=row.created_at, created_by=row.created_by
        )
        for row in rows
    }


def _of_row(decision: Decision, row: dict[str, Any]) -> Refusal | None:
    phase_id, amount = row["phase_id"], row["billable_amount"]
    if row["amends_phase_id"] is not None:
        return PhaseIsAmendment(phase_id, amends=row["amends_phase_id"])
    if amount is None or amount == ZERO:
        return NothingToBill(
            phase_id, earned=row["earned_amount"] or ZERO, billed=row["billed_amount"] or ZERO
        )
    if amount < ZERO:
        latest = decision.rows(_LATEST_INVOICE, [phase_id])
        number = latest[0]["invoice_number"] if latest else None
        return NegativeAmount(phase_id, amount=amount, invoice_number=number)
    if not row["is_billable"]:
        missing = [label for name, label in _CLIENT_FIELDS.items() if not row[name]]
        return PhaseBlocked(phase_id, reasons=row["blocked_by"], missing=missing)
    return None
