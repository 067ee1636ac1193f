"""Writes a firm's rows as the CSV files of the source templates, in the spelling of some country."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.oracle.facts import COLUMNS, Row

if TYPE_CHECKING:
    from pathlib import Path

SPELLED: dict[str, str] = {
    "signed": "signé",
    "sent": "envoyé",
    "lost": "perdu",
    "draft": "brouillon",
    "open": "ouvert",
    "closed": "clos",
    "invoice": "facture",
    "credit_note": "avoir",
    "deposit": "acompte",
    "milestone": "jalon",
    "progress": "avancement",
    "time": "régie",
    "expense": "débours",
    "work": "travaux",
    "deposit_deduction": "reprise d'acompte",
    "revision": "révision",
    "penalty": "pénalité",
    "other": "autre",
    "pro_rata": "au prorata",
    "first_out": "en premier",
}
CODED = ("status", "document_kind", "billing_mode", "line_kind", "deposit_policy")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a file writes its values."""

    is_french: bool = False

    def cell(self, column: str, value: object) -> str:
        """A value as text; unknown is an empty cell."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return ("oui" if value else "non") if self.is_french else str(value).lower()
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y") if self.is_french else value.isoformat()
        if not self.is_french:
            return str(value)
        if isinstance(value, Decimal):
            # A share of 1 % is written with its sign: a bare 1 would be the whole.
            text = f"{value * 100:f} %" if column == "progress" else f"{value:f}"
            return text.replace(".", ",")
        return SPELLED.get(str(value), str(value)) if column in CODED else str(value)


def write(folder: Path, tables: dict[str, list[Row]], spelling: Spelling) -> list[Path]:
    """Write one file per template that has rows; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for template, rows in tables.items():
        if not rows:
            continue
        path = folder / f"{template}.csv"
        encoding = "cp1252" if spelling.is_french else "utf-8"
        with path.open("w", newline="", encoding=encoding) as file:
            sheet = csv.writer(file, delimiter=";" if spelling.is_french else ",")
            sheet.writerow(COLUMNS[template])
            for row in rows:
                sheet.writerow([spelling.cell(column, row.get(column)) for column in COLUMNS[template]])
        paths.append(path)
    return paths
