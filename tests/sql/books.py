"""The books of a small firm, as staging rows, and what the models of the money side make of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from tests.sql.harness import Rows, failed_checks, run_model

Row = dict[str, Any]

CHAIN = (
    "core.documents",
    "core.document_lines",
    "core.retentions",
    "core.settlement_offers",
    "core.invoice_settlements",
    "core.credit_note_settlements",
    "core.document_events",
    "core.instalment_changes",
    "core.instalments",
    "core.document_balances",
    "core.allocations",
    "core.months",
    "core.receivables_monthly",
    "core.dso_monthly",
    "core.sending_delays",
    "core.backlog_monthly",
    "marts.invoices",
)

CLIENTS: list[Row] = [
    {"client_id": "C1", "name": "Ville d'Orme", "payment_terms_days": 30, "end_of_month": False},
    {"client_id": "C2", "name": "Atelier Sorbier", "payment_terms_days": 45, "end_of_month": True},
]
QUOTES: list[Row] = [
    {"quote_id": "Q1", "reception_on": "2025-03-31"},
    {"quote_id": "Q2", "reception_on": None},
]


def document(number: str, gross: str | float, **facts: object) -> Row:
    """An imported invoice of client C1 and quote Q1, sent on 10 January 2026, due on 9 February."""
    given = {
        "invoice_number": number,
        "document_kind": "invoice",
        "client_id": "C1",
        "quote_id": "Q1",
        "issued_on": "2026-01-10",
        "sent_on": facts.get("issued_on", "2026-01-10"),
        "net_amount": gross,
        "vat_amount": 0,
        "gross_amount": gross,
        "retention_amount": 0,
        "load_id": 1,
        "file_name": "factures.csv",
        "row_number": 2,
    }
    return given | facts


def credit_note(number: str, gross: str | float, corrects: str | None, on: str, **facts: object) -> Row:
    """An imported credit note; its amount is negative."""
    return document(
        number, gross, document_kind="credit_note", corrects_invoice_number=corrects, issued_on=on, **facts
    )


def payment(payment_id: str, on: str, amount: str | float, number: str | None) -> Row:
    """A payment that names a document, or none."""
    return {"payment_id": payment_id, "paid_on": on, "amount": amount, "invoice_number": number}


def books(
    relation: str,
    documents: Sequence[Row],
    payments: Sequence[Row] = (),
    *,
    today: str = "2026-06-30",
    **others: Rows,
) -> list[Row]:
    """The rows of one relation on these documents and payments, everything between derived."""
    return run_model(relation, _inputs(documents, payments, others), today=today, through=_before(relation))


def broken(
    relation: str, documents: Sequence[Row], payments: Sequence[Row] = (), *, today: str = "2026-06-30"
) -> list[str]:
    """The header checks of the relation that do not hold on these documents and payments."""
    return failed_checks(relation, _inputs(documents, payments, {}), today=today, through=_before(relation))


def invoice(
    number: str,
    documents: Sequence[Row],
    payments: Sequence[Row] = (),
    *,
    today: str = "2026-06-30",
    **others: Rows,
) -> Row:
    """One row of marts.invoices."""
    found = books("marts.invoices", documents, payments, today=today, **others)
    return next(row for row in found if row["invoice_number"] == number)


def day(text: str) -> dt.date:
    """A date from its ISO text."""
    return dt.date.fromisoformat(text)


def _inputs(documents: Sequence[Row], payments: Sequence[Row], others: Mapping[str, Rows]) -> dict[str, Rows]:
    given: dict[str, Rows] = {
        "staging.clients": CLIENTS,
        "staging.quotes": QUOTES,
        "staging.invoices": documents,
        "staging.payments": payments,
    }
    return given | {name.replace("__", "."): rows for name, rows in others.items()}


def _before(relation: str) -> tuple[str, ...]:
    return tuple(name for name in CHAIN if name != relation)
