"""Reads of "À facturer": the phases that can be invoiced, and those that something holds back."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from ui import reader, wording

READY, BLOCKED, NEGATIVE = "Prêtes", "Bloquées", "À régulariser"
STATES = (READY, BLOCKED, NEGATIVE)
WAITS: dict[str, int] = {
    "Toute attente": 0,
    "7 jours et plus": 7,
    "30 jours et plus": 30,
    "90 jours et plus": 90,
}
ORDERS: dict[str, str] = {
    "Attente la plus longue": "waiting_days desc nulls last",
    "Montant le plus élevé": "abs(billable_amount) desc",
    "Affaire": "project_name, quote_label, position",
    "Client": "client_name, project_name, position",
}

_FILTERED = """
from marts.billable
where case $state
        when 'Prêtes' then is_billable
        when 'Bloquées' then billable_amount > 0 and not is_billable
        else billable_amount < 0
    end
    and ($manager is null or manager = $manager)
    and ($waiting_days = 0 or waiting_days >= $waiting_days)
    and ($search = '' or contains(
        strip_accents(lower(concat_ws(' ', project_name, client_name, phase_label, mission_element,
            project_id, quote_id, phase_id))),
        strip_accents(lower($search))))
"""
_SUMMARY = f"""
select count(*) as phase_count, coalesce(sum(billable_amount), 0)::decimal(18, 2) as billable_amount
{_FILTERED}
"""
_PAGE = f"""
select
    phase_id, project_id, project_name, client_name, manager, quote_label, phase_label, mission_element,
    billing_mode, document_kind, contract_amount, progress_ratio, earned_amount, billed_amount,
    drafted_amount, billable_amount, out_of_cap_amount, validated_date, waiting_since_date, waiting_days,
    is_billable,
    blocked_by, notices
{_FILTERED}
order by {{order}}, phase_id
limit $size offset $skipped
"""
_PHASE = """
select
    phase_id, project_id, project_name, client_name, quote_id, phase_label, billing_mode, contract_amount,
    progress_ratio::decimal(18, 12) as progress_ratio, earned_amount, billed_amount, drafted_amount,
    billable_amount, out_of_cap_amount, validated_date, waiting_since_date, waiting_days, blocked_by, notices,
    missing_fields, unapproved_hours, pending_amendment_amount, cap_amount
from marts.billable where phase_id = $phase_id
"""
_ALL = f"select phase_id, billable_amount {_FILTERED}"
_MANAGERS = "select distinct manager from marts.billable where manager is not null order by manager"
_COUNTS = """
select
    count(*) filter (where is_billable) as ready_count,
    count(*) filter (where billable_amount > 0 and not is_billable) as blocked_count,
    count(*) filter (where billable_amount < 0) as negative_count
from marts.billable
"""
_BASKET = """
select
    count(*) as phase_count,
    coalesce(sum(billable_amount), 0)::decimal(18, 2) as billable_amount,
    -- A deposit is a document of its own.
    count(distinct (project_id, quote_id, document_kind)) as draft_count,
    list(phase_id) as phase_ids,
from marts.billable
where is_billable and list_contains($phase_ids, phase_id)
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters of the list, as its address spells them."""

    search: str = ""
    state: str = READY
    manager: str | None = None
    wait: str = "Toute attente"
    order: str = "Attente la plus longue"

    def params(self) -> dict[str, reader.Value]:
        """Give the filters as bound parameters."""
        return {
            "search": self.search.strip(),
            "state": self.state,
            "manager": self.manager,
            "waiting_days": WAITS[self.wait],
        }


@dataclass(frozen=True, slots=True)
class Basket:
    """What is ticked and can still be billed, over all pages of the list."""

    phase_count: int
    billable_amount: Decimal
    draft_count: int
    phase_ids: tuple[str, ...]


def summary(chosen: Chosen) -> tuple[int, Decimal]:
    """Count the phases that pass the filters, and sum what they are worth before VAT."""
    row = reader.rows(_SUMMARY, chosen.params()).row(0)
    return row[0], row[1]


def counted(state: str, count: int) -> str:
    """Spell how many phases are in a state."""
    ones = {READY: "prête", BLOCKED: "bloquée", NEGATIVE: "à régulariser"}
    return wording.plural(count, ones[state], state.lower())


def counts() -> dict[str, int]:
    """Count the phases of each state, whatever the other filters."""
    return dict(zip(STATES, reader.rows(_COUNTS).row(0), strict=True))


def page(chosen: Chosen, number: int) -> pl.DataFrame:
    """Give one page of the list, by the chosen order."""
    params = chosen.params() | {"size": reader.PAGE_SIZE, "skipped": (number - 1) * reader.PAGE_SIZE}
    return reader.rows(_PAGE.format(order=ORDERS[chosen.order]), params)


def everything(chosen: Chosen) -> dict[str, Decimal]:
    """Give every phase that passes the filters, with the amount seen."""
    return dict(reader.rows(_ALL, chosen.params()).iter_rows())


def phase(phase_id: str) -> dict[str, Any] | None:
    """Give one phase, or None where nothing is left to bill."""
    found = reader.rows(_PHASE, {"phase_id": phase_id})
    return None if found.is_empty() else found.row(0, named=True)


def managers() -> list[str]:
    """List the project managers who have something to bill."""
    return reader.rows(_MANAGERS).to_series().to_list()


def basket(phase_ids: Iterable[str]) -> Basket:
    """Weigh what is ticked, leaving out what was billed or blocked meanwhile."""
    wanted = tuple(sorted(phase_ids))
    if not wanted:
        return Basket(0, Decimal(0), 0, ())
    count, amount, drafts, kept = reader.rows(_BASKET, {"phase_ids": wanted}).row(0)
    return Basket(count, amount, drafts, tuple(kept or ()))
