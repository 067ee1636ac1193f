"""The source templates as files to start from: CSV with English headers, XLSX with French ones."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from firm.home import unwritable
from ingest.columns import Column, Kind, Template
from ingest.templates import TEMPLATES

EXAMPLES: dict[str, tuple[dict[str, str], ...]] = {
    "clients": (
        {
            "client_id": "C001",
            "name": "Commune de Saint-Exemple",
            "siren": "200000008",
            "siret": "20000000800017",
            "email": "comptabilite@saint-exemple.example",
            "address": "1 place de la Mairie",
            "postcode": "38000",
            "city": "Saint-Exemple",
            "payment_terms_days": "30",
            "is_public": "true",
            "service_code": "TRAVAUX",
        },
        {
            "client_id": "C002",
            "name": "Atelier Modèle SAS",
            "siren": "732829320",
            "email": "factures@atelier-modele.example",
            "address": "12 rue du Four",
            "postcode": "69002",
            "city": "Lyon",
            "payment_terms_days": "45",
            "end_of_month": "true",
        },
    ),
    "projects": (
        {"project_id": "A2601", "client_id": "C001", "name": "Groupe scolaire", "manager": "Camille Exemple"},
        {"project_id": "A2602", "client_id": "C002", "name": "Siège social", "status": "open"},
    ),
    "quotes": (
        {
            "quote_id": "D2601",
            "project_id": "A2601",
            "signed_on": "2026-01-15",
            "status": "signed",
            "commitment_number": "ENG-2026-001",
        },
        {"quote_id": "D2602", "project_id": "A2602", "status": "sent"},
    ),
    "phases": (
        {
            "phase_id": "D2601-APD",
            "quote_id": "D2601",
            "label": "Avant-projet définitif",
            "code": "APD",
            "position": "1",
            "billing_mode": "progress",
            "amount": "17500.00",
            "vat_rate": "0.20",
            "planned_on": "2026-04-30",
        },
        {
            "phase_id": "D2601-AMO",
            "quote_id": "D2601",
            "label": "Assistance en régie",
            "position": "2",
            "billing_mode": "time",
            "amount": "8000.00",
            "budget_hours": "80",
            "hourly_rate": "100",
            "cap_amount": "10000.00",
        },
    ),
    "progress": (
        {
            "phase_id": "D2601-APD",
            "validated_on": "2026-02-28",
            "progress": "0.30",
            "validated_by": "Camille Exemple",
        },
        {
            "phase_id": "D2601-APD",
            "validated_on": "2026-03-31",
            "progress": "0.75",
            "evidence": "PV du 31 mars",
        },
    ),
    "timesheets": (
        {
            "entry_id": "T0001",
            "person": "Camille Exemple",
            "phase_id": "D2601-AMO",
            "worked_on": "2026-03-02",
            "hours": "7.5",
            "approved_on": "2026-03-06",
            "billing_rate": "100",
            "cost_rate": "55",
        },
        {
            "entry_id": "T0002",
            "person": "Dominique Modèle",
            "phase_id": "D2601-AMO",
            "worked_on": "2026-03-03",
            "hours": "4",
        },
    ),
    "remaining": (
        {"phase_id": "D2601-APD", "as_of": "2026-03-31", "remaining_cost": "4200.00"},
        {"phase_id": "D2601-AMO", "as_of": "2026-03-31", "remaining_cost": "3800.00"},
    ),
    "invoices": (
        {
            "invoice_number": "FA2026-0001",
            "client_id": "C001",
            "project_id": "A2601",
            "quote_id": "D2601",
            "issued_on": "2026-03-02",
            "sent_on": "2026-03-02",
            "net_amount": "5250.00",
            "vat_amount": "1050.00",
            "gross_amount": "6300.00",
        },
        {
            "invoice_number": "AV2026-0001",
            "document_kind": "credit_note",
            "client_id": "C001",
            "project_id": "A2601",
            "quote_id": "D2601",
            "corrects_invoice_number": "FA2026-0001",
            "issued_on": "2026-03-10",
            "net_amount": "-250.00",
            "vat_amount": "-50.00",
            "gross_amount": "-300.00",
        },
    ),
    "invoice_lines": (
        {
            "invoice_number": "FA2026-0001",
            "line_number": "1",
            "phase_id": "D2601-APD",
            "label": "Avant-projet définitif, 30 %",
            "net_amount": "5250.00",
            "vat_rate": "0.20",
        },
        {
            "invoice_number": "AV2026-0001",
            "line_number": "1",
            "phase_id": "D2601-APD",
            "label": "Correction",
            "net_amount": "-250.00",
            "vat_rate": "0.20",
        },
    ),
    "payments": (
        {
            "payment_id": "R0001",
            "paid_on": "2026-04-02",
            "amount": "6000.00",
            "payer": "Trésorerie de Saint-Exemple",
            "method": "virement",
            "invoice_number": "FA2026-0001",
        },
        {"payment_id": "R0002", "paid_on": "2026-04-09", "amount": "120.00", "reference": "VIR 4471"},
    ),
    "reminders": (
        {"invoice_number": "FA2026-0001", "sent_on": "2026-04-10", "level": "1", "channel": "email"},
        {
            "invoice_number": "FA2026-0001",
            "sent_on": "2026-04-25",
            "level": "2",
            "channel": "email",
            "is_automatic": "true",
        },
    ),
}

_NUMBERS = (Kind.MONEY, Kind.QUANTITY, Kind.RATE, Kind.PROGRESS, Kind.INTEGER)
_FRENCH_FLAGS = {"true": "oui", "false": "non"}


def write(folder: Path) -> list[Path]:
    """Write both files of each template, with two example rows each.

    Raises:
        HomeUnwritable, DiskFull: the folder cannot take them.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [
            path for template in TEMPLATES for path in (_csv(folder, template), _workbook(folder, template))
        ]
    except OSError as error:
        raise unwritable(folder, error) from error


def _csv(folder: Path, template: Template) -> Path:
    path = folder / f"{template.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(template.names)
        writer.writerows([row.get(name, "") for name in template.names] for row in EXAMPLES[template.name])
    return path


def _workbook(folder: Path, template: Template) -> Path:
    import xlsxwriter  # noqa: PLC0415 -- only this command writes workbooks

    path = folder / f"{template.name}.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(template.title)
        for position, column in enumerate(template.columns):
            sheet.write_string(0, position, column.heading, bold)
            for row_number, row in enumerate(EXAMPLES[template.name], start=1):
                value = _value(column, row.get(column.name, ""))
                if isinstance(value, date):
                    sheet.write_datetime(row_number, position, value, day)
                elif isinstance(value, Decimal):
                    sheet.write_number(row_number, position, value)
                elif value:
                    sheet.write_string(row_number, position, value)
        sheet.autofit()
        sheet.freeze_panes(1, 0)
    return path


def _value(column: Column, text: str) -> str | date | Decimal:
    if not text:
        return ""
    if column.kind is Kind.DATE:
        return date.fromisoformat(text)
    if column.kind in _NUMBERS:
        return Decimal(text)
    if column.kind is Kind.BOOLEAN:
        return _FRENCH_FLAGS[text]
    spellings = [choice.spellings for choice in column.choices if choice.code == text]
    return spellings[0][0] if spellings else text
