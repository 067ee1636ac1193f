"""A small office as raw rows, and what the models of the phase side make of it."""

# ruff: noqa: ANN401 - tables come as text or as rows

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tests.sql.harness import TODAY, Rows, failed_checks, rows, run_model

Row = dict[str, Any]

CHAIN = (
    "staging.clients",
    "staging.projects",
    "staging.quotes",
    "staging.phases",
    "staging.progress",
    "staging.timesheets",
    "staging.remaining",
    "staging.invoices",
    "staging.invoice_lines",
    "core.quotes",
    "core.amendments",
    "core.contract_steps",
    "core.mission_spellings",
    "core.mission_elements",
    "core.phases",
    "core.progress",
    "core.time_days",
    "core.phase_hours",
    "core.phase_costs",
    "core.documents",
    "core.document_lines",
    "core.drafts",
    "core.open_draft_lines",
    "core.phase_days",
    "core.phase_balances",
    "marts.phases",
)

# One client, one open project, one signed quote; a test says only what it is about.
DEFAULTS: Mapping[str, Row] = {
    "raw.clients": {
        "client_id": "C1",
        "name": "Ville d'Orme",
        "siren": "200000008",
        "email": "comptabilite@orme.example",
        "address": "1 place de la Mairie",
        "postcode": "38000",
        "city": "Orme",
        "country": "FR",
        "payment_terms_days": 30,
        "end_of_month": False,
        "is_public": False,
    },
    "raw.projects": {
        "project_id": "P1",
        "client_id": "C1",
        "name": "École",
        "manager": "Camille",
        "status": "open",
    },
    "raw.quotes": {
        "quote_id": "Q1",
        "project_id": "P1",
        "signed_on": "2026-01-05",
        "status": "signed",
        "deposit_policy": "pro_rata",
    },
    "raw.phases": {
        "phase_id": "A",
        "quote_id": "Q1",
        "label": "APD",
        "billing_mode": "progress",
        "amount": 1000,
        "vat_rate": "0.2",
        "retention_rate": 0,
    },
    "raw.progress": {"phase_id": "A", "progress": 1},
    "raw.timesheets": {"person": "Dominique", "phase_id": "A", "worked_on": "2026-02-02", "hours": 7},
    "raw.remaining": {"phase_id": "A"},
    "raw.invoices": {
        "document_kind": "invoice",
        "client_id": "C1",
        "project_id": "P1",
        "quote_id": "Q1",
        "net_amount": 0,
        "vat_amount": 0,
        "gross_amount": 0,
        "retention_amount": 0,
    },
    "raw.invoice_lines": {"line_number": 1, "phase_id": "A", "line_kind": "work", "vat_rate": "0.2"},
    "ledger.validations": {
        "phase_id": "A",
        "recorded_at": "2026-06-01 10:00:00",
        "actor": "camille",
    },
    "ledger.drafts": {
        "seq": 1,
        "document_kind": "invoice",
        "project_id": "P1",
        "quote_id": "Q1",
        "client_id": "C1",
        "net_amount": 0,
        "vat_amount": 0,
        "gross_amount": 0,
        "retention_amount": 0,
        "created_at": "2026-06-01 10:00:00",
        "created_by": "sacha",
    },
    "ledger.draft_lines": {
        "seq": 1,
        "line_number": 1,
        "phase_id": "A",
        "line_kind": "work",
        "vat_rate": "0.2",
        "retention_rate": 0,
    },
    "ledger.draft_states": {"state": "open", "at": "2026-06-01 10:00:00", "actor": "sacha"},
}
ALWAYS = ("raw.clients", "raw.projects", "raw.quotes", "raw.phases")


def office(relation: str, *, today: Any = TODAY, **tables: Any) -> list[Row]:
    """The rows of a model over this office; `raw__phases="..."` gives the rows of raw.phases."""
    return run_model(relation, _inputs(tables), today=today, through=_through(relation))


def broken(relation: str, *, today: Any = TODAY, **tables: Any) -> list[str]:
    """The header checks that the model breaks over this office."""
    return failed_checks(relation, _inputs(tables), today=today, through=_through(relation))


def only(relation: str, *, today: Any = TODAY, **tables: Any) -> Row:
    """The one row of a model over this office."""
    [row] = office(relation, today=today, **tables)
    return row


def day(text: str) -> dt.date:
    """A date, shorter."""
    return dt.date.fromisoformat(text)


def eur(text: str) -> Decimal:
    """An amount, shorter."""
    return Decimal(text)


def _through(relation: str) -> tuple[str, ...]:
    return tuple(name for name in CHAIN if name != relation)


def _inputs(tables: Mapping[str, Rows]) -> dict[str, Rows]:
    given: dict[str, Rows] = {name: _filled(name, [{}]) for name in ALWAYS}
    for key, value in tables.items():
        name = key.replace("__", ".", 1)
        given[name] = _filled(name, rows(value) if isinstance(value, str) else value)
    return given


def _filled(name: str, found: Sequence[Mapping[str, Any]]) -> list[Row]:
    if not name.startswith("raw."):
        return [{**DEFAULTS.get(name, {}), **row} for row in found]
    place = {"load_id": 1, "file_name": f"{name.removeprefix('raw.')}.csv"}
    return [
        {**place, "row_number": number, **DEFAULTS.get(name, {}), **row}
        for number, row in enumerate(found, start=2)
    ]
