"""Reads of "Factures": drafts and documents in one list, and everything about one of them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from ui import reader, wording

PILLS: dict[str, str] = {word.label: code for code, word in wording.STATUSES.items()}
DRAFT = wording.STATUSES["draft"].label
ORDERS: dict[str, str] = {
    "Les plus récentes": "document_date desc, reference desc",
    "Échéance la plus ancienne": "due_date nulls last, reference",
    "Reste dû le plus élevé": "open_amount desc nulls last, reference",
    "Client": "client_name, document_date desc, reference",
}

# A document can be late and paid in part, whatever its status says first.
_STATUSES = """(
    if(status in ('overdue', 'partially_paid'), [], [status])
    || if(is_overdue, ['overdue'], []) || if(is_partially_paid, ['partially_paid'], [])
)"""

# A draft has no number and no due date; what it is worth is not owed yet.
_FILTERED = f"""
with documents as (
    select
        invoice_number as reference, document_kind, client_id, client_name, project_id, project_name,
        quote_id, {_STATUSES} as statuses,
        issue_date as document_date, due_date, overdue_days, net_amount, gross_amount, open_amount,
    from marts.invoices
    union all by name
    select
        draft_id as reference, document_kind, client_id, client_name, project_id, project_name, quote_id,
        ['draft'] as statuses, created_at::date as document_date, null::date as due_date,
        null::bigint as overdue_days, net_amount, gross_amount, null::decimal(18, 2) as open_amount,
    from marts.drafts
    where state not in ('discarded', 'issued')
),
filtered as (
    select * from documents
    where (len($statuses::varchar[]) = 0 or list_has_any(statuses, $statuses::varchar[]))
        and ($search = '' or contains(
            strip_accents(lower(concat_ws(' ', reference, client_name, project_name, project_id, quote_id))),
            strip_accents(lower($search))))
)
"""
_SUMMARY = f"""{_FILTERED}
select
    count(*) as document_count,
    coalesce(sum(open_amount), 0)::decimal(18, 2) as open_amount,
    count(*) filter (where statuses = ['draft']) as draft_count,
    coalesce(sum(net_amount) filter (where statuses = ['draft']), 0)::decimal(18, 2) as draft_amount,
from filtered
"""
_PAGE = f"""{_FILTERED}
select * from filtered order by (statuses = ['draft']) desc, {{order}} limit $size offset $skipped
"""
_DRAFT = """
select
    draft_id, document_kind, client_name, project_id, project_name, quote_id, state, net_amount, vat_amount,
    gross_amount, retention_amount, created_at, created_by
from marts.drafts where draft_id = $reference
"""
_DRAFT_LINES = """
select line_number, phase_id, phase_label, line_kind, label, net_amount, vat_rate
from marts.draft_lines where draft_id = $reference order by line_number
"""
_INVOICE = f"""
select
    invoice_number, document_kind, client_name, project_id, project_name, quote_id, corrects_invoice_number,
    {_STATUSES} as statuses,
    issue_date, sent_date, is_sent_date_assumed, due_date, net_amount, vat_amount, gross_amount,
    allocated_amount, credited_amount, retention_amount, open_amount, overdue_days, reminder_level,
    reminder_date, reminder_count, origin, load_id, file_name, row_number
from marts.invoices where invoice_number = $reference
"""
_INVOICE_LINES = """
select line_number, phase_id, line_kind, label, net_amount, vat_rate
from marts.invoice_lines where invoice_number = $reference order by line_number
"""
_EVENTS = """
select allocated_date as event_date, source_kind, coalesce(payment_id, credit_note_number) as source_id,
    payer, amount
from marts.allocations where invoice_number = $reference order by allocated_date, source_id
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters of the list; `pills` are the labels on screen."""

    search: str = ""
    pills: tuple[str, ...] = ()
    order: str = "Les plus récentes"

    @property
    def are_drafts(self) -> bool:
        """Say whether the list shows drafts and nothing else."""
        return self.pills == (DRAFT,)

    def params(self) -> dict[str, reader.Value]:
        """Give the filters as bound parameters."""
        return {"search": self.search.strip(), "statuses": tuple(PILLS[pill] for pill in self.pills)}


@dataclass(frozen=True, slots=True)
class Summary:
    """What the list holds: what is owed with VAT, and what its drafts are worth before VAT."""

    document_count: int
    open_amount: Decimal
    draft_count: int
    draft_amount: Decimal


def summary(chosen: Chosen) -> Summary:
    """Count what passes the filters."""
    return Summary(*reader.rows(_SUMMARY, chosen.params()).row(0))


def page(chosen: Chosen, number: int) -> pl.DataFrame:
    """Give one page of documents, drafts first."""
    params = chosen.params() | {"size": reader.PAGE_SIZE, "skipped": (number - 1) * reader.PAGE_SIZE}
    return reader.rows(_PAGE.format(order=ORDERS[chosen.order]), params)


def draft(reference: str) -> dict[str, Any] | None:
    """Give a draft, or None where there is none of that name."""
    return _one(_DRAFT, reference)


def draft_lines(reference: str) -> pl.DataFrame:
    """Give the lines of a draft."""
    return reader.rows(_DRAFT_LINES, {"reference": reference})


def invoice(reference: str) -> dict[str, Any] | None:
    """Give a document with a number, or None."""
    return _one(_INVOICE, reference)


def invoice_lines(reference: str) -> pl.DataFrame:
    """Give the lines of a document."""
    return reader.rows(_INVOICE_LINES, {"reference": reference})


def settlements(reference: str) -> pl.DataFrame:
    """Give the payments and credit notes that a document absorbed, by day."""
    return reader.rows(_EVENTS, {"reference": reference})


def _one(sql: str, reference: str) -> dict[str, Any] | None:
    found = reader.rows(sql, {"reference": reference})
    return None if found.is_empty() else found.row(0, named=True)
