"""The warehouse and the naive computation agree, to the cent and to the day, on random firms."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.oracle.compare import differences, story
from tests.oracle.facts import stand
from tests.oracle.files import Spelling
from tests.oracle.firm import random_firm
from tests.oracle.household import Household

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from _pytest.mark.structures import ParameterSet

    from tests.oracle.facts import Facts, Firm, Row

# JALON_ORACLE_SEEDS=500 looks at so many firms; JALON_ORACLE_FIRST=37 begins at one.
SEEDS = int(os.environ.get("JALON_ORACLE_SEEDS", "12"))
FIRST = int(os.environ.get("JALON_ORACLE_FIRST", "0"))
PASTS = (1, 14, 30, 59, 100)  # days before today on which the firm is looked at again
QUICK = 4  # so many in the fast run


def _seeds() -> list[ParameterSet]:
    """Every seed; those after the first few are slow together."""
    return [
        pytest.param(FIRST + rank, marks=[pytest.mark.slow] if rank >= QUICK else []) for rank in range(SEEDS)
    ]


@pytest.mark.parametrize("seed", _seeds())
def test_every_mart_agrees_with_the_naive_computation(seed: int, tmp_path: Path) -> None:
    """Every row and column of the phase, document and month marts is what the contract's words give."""
    firm, today = random_firm(seed)
    evidence = firm.is_evidence_required
    household = Household.found(tmp_path, today=today, is_evidence_required=evidence)
    for name, tables in _deliveries(firm, seed):
        household.take_in(tables, name=name, spelling=Spelling(is_french=seed % 2 == 1))
    household.decide(firm)
    assert household.build() == []
    facts = stand(firm)
    _agree(facts, today, household.rows)
    past = today - timedelta(days=PASTS[seed % len(PASTS)])
    with household.as_of(past) as read:
        _agree(facts, past, read)


def _deliveries(firm: Firm, seed: int) -> list[tuple[str, dict[str, list[Row]]]]:
    """Give all rows at once, or in two deliveries: what the first refers to may come with the second."""
    if seed % 3:
        return [("all", firm.tables)]
    first = {template: rows[: len(rows) // 2] for template, rows in firm.tables.items()}
    second = {template: rows[len(rows) // 2 :] for template, rows in firm.tables.items()}
    first["phases"], second["phases"] = [], firm.tables["phases"]
    return [("first", first), ("second", second)]


def _agree(facts: Facts, day: date, read: Callable[[str], list[Row]]) -> None:
    found = differences(facts, day, read)
    told = "\n".join(map(str, found[:30]))
    first = f"\n\nThe facts of the first:\n{story(facts, found[0].key)}" if found else ""
    assert not found, f"on {day}, {len(found)} differences\n{told}{first}"
