"""Tells where the warehouse and the oracle differ, with the story of the phase or document concerned."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.oracle.billable import billable, phases, projects
from tests.oracle.invoices import aging, invoices, settle
from tests.oracle.kpi import kpi_monthly

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tests.oracle.facts import Facts, Row

    Reader = Callable[[str], list[Row]]

# Quotients are told to so much; everything else is exact.
NEAR: dict[str, Decimal] = {
    "progress_ratio": Decimal("1e-10"),
    "automatic_reminder_ratio": Decimal("1e-4"),
    "validation_to_sending_days_mean": Decimal("0.051"),
    "validation_to_sending_days_median": Decimal("0.051"),
    "dso_simple_days": Decimal("0.051"),
    "dso_countback_days": Decimal("0.051"),
}
SORTED = ("blocked_by", "notices")
KEYS: dict[str, tuple[str, ...]] = {
    "marts.billable": ("phase_id",),
    "marts.phases": ("phase_id",),
    "marts.projects": ("project_id",),
    "marts.invoices": ("invoice_number",),
    "marts.aging": ("client_id", "bucket"),
    "marts.unallocated_payments": ("payment_id",),
    "marts.kpi_monthly": ("month",),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value, or one row, that the two computations do not share."""

    relation: str
    key: tuple[object, ...]
    column: str
    expected: object
    got: object

    def __str__(self) -> str:
        """Tell it on one line."""
        key = ", ".join(map(str, self.key))
        return f"{self.relation} [{key}] {self.column}: expected {self.expected!s}, got {self.got!s}"


def expected(facts: Facts, today: date) -> dict[str, list[Row]]:
    """Compute every relation that the oracle knows."""
    settled = settle(facts, today)
    return {
        "marts.billable": billable(facts, today),
        "marts.phases": phases(facts, today),
        "marts.projects": projects(facts, today),
        "marts.invoices": invoices(facts, today, settled),
        "marts.aging": aging(facts, today, settled),
        "marts.unallocated_payments": settled.unallocated,
        "marts.kpi_monthly": kpi_monthly(facts, today),
    }


def differences(facts: Facts, today: date, read: Reader) -> list[Difference]:
    """Compare every row and every column that the oracle computes."""
    return [
        difference
        for relation, rows in expected(facts, today).items()
        for difference in _compare(relation, rows, read(relation))
    ]


def _compare(relation: str, wanted: list[Row], got: list[Row]) -> list[Difference]:
    mine = {tuple(row[column] for column in KEYS[relation]): row for row in wanted}
    theirs = {tuple(row[column] for column in KEYS[relation]): row for row in got}
    found = []
    if len(theirs) != len(got):
        found.append(Difference(relation, (), "rows with one key", len(theirs), len(got)))
    for key in sorted(mine.keys() | theirs.keys(), key=str):
        if key not in mine or key not in theirs:
            found.append(Difference(relation, key, "the row", mine.get(key), theirs.get(key)))
            continue
        found += [
            Difference(relation, key, column, value, theirs[key].get(column, "no such column"))
            for column, value in mine[key].items()
            if not _is_same(column, value, theirs[key].get(column, "no such column"))
        ]
    return found


def _is_same(column: str, wanted: Any, got: Any) -> bool:  # noqa: ANN401 (any value of a row)
    if column == "overdue_days_max" and (wanted or 0) <= 0:
        return bool((got or 0) <= 0)  # before the due day the contract does not say how to count
    if wanted is None or got is None:
        return wanted is got
    if column in NEAR:
        return bool(abs(Decimal(str(got)) - wanted) <= NEAR[column])
    if column in SORTED:
        return sorted(wanted) == sorted(got)
    return bool(wanted == got)


def story(facts: Facts, key: tuple[object, ...]) -> str:
    """Every fact that concerns one of the ids of a key: its own rows and those beside them."""
    ids = {str(value) for value in key if value is not None}
    for template, column in (("phases", "quote_id"), ("quotes", "project_id"), ("invoices", "quote_id")):
        ids |= {str(row[column]) for row in facts.tables[template] if row[column] and _names(row, ids)}
    told = [
        f"{template}: " + ", ".join(f"{name}={value}" for name, value in row.items() if value is not None)
        for template, rows in facts.tables.items()
        for row in rows
        if _names(row, ids)
    ]
    told += [str(made) for made in facts.validations if made.phase_id in ids]
    told += [str(draft) for draft in facts.drafts if any(line.phase_id in ids for line in draft.lines)]
    return "\n".join(told)


def _names(row: Row, ids: set[str]) -> bool:
    own = ("phase_id", "invoice_number", "payment_id", "project_id", "quote_id", "corrects_invoice_number")
    return any(str(row.get(column)) in ids for column in (*own, "amends_phase_id"))
