"""The warehouse and the naive computation agree, to the cent and to the day, on random firms."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.oracle.compare import differences, story
from tests.oracle.facts import stand
from tests.oracle.files import Spelling
from tests.oracle.firm import random_firm
from tests.oracle.household import Household

if TYPE_CHECKING:
    from pathlib import Path

# JALON_ORACLE_SEEDS=500 looks at so many firms; JALON_ORACLE_FIRST=37 begins at one.
SEEDS = int(os.environ.get("JALON_ORACLE_SEEDS", "12"))
FIRST = int(os.environ.get("JALON_ORACLE_FIRST", "0"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_every_mart_agrees_with_the_naive_computation(seed: int, tmp_path: Path) -> None:
    """Every row and column of the phase, document and month marts is what the contract's words give."""
    firm, today = random_firm(seed)
    evidence = firm.is_evidence_required
    household = Household.found(tmp_path, today=today, is_evidence_required=evidence)
    household.take_in(firm.tables, name="all", spelling=Spelling(is_french=seed % 2 == 1))
    household.decide(firm)
    assert household.build() == []
    facts = stand(firm)
    found = differences(facts, today, household.rows)
    told = "\n".join(map(str, found[:30]))
    first = f"\n\nThe facts of the first, on {today}:\n{story(facts, found[0].key)}" if found else ""
    assert not found, f"seed {seed}: {len(found)} differences\n{told}{first}"
