"""Random sequences of decisions: nothing is billed twice, every check stays empty, refresh equals build."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import duckdb
import pytest

from billing.desk import Desk
from billing.discard import discard
from billing.draft import draft, draft_all
from billing.validate import validate
from ingest import store
from ledger.audit import audit as audit_ledger
from ledger.ids import DraftId, PhaseId
from tests.oracle.facts import ZERO, Firm, Row
from tests.oracle.files import Spelling
from tests.oracle.firm import SHARES, random_firm
from tests.oracle.household import ACTOR, Household
from tests.oracle.phase_days import STATED
from warehouse.audit import audit as audit_warehouse

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = int(os.environ.get("JALON_SEQUENCE_SEEDS", "3"))
FIRST = int(os.environ.get("JALON_SEQUENCE_FIRST", "0"))
STEPS = 8

# They say when and how a build was made, not what it holds.
OF_THE_BUILD = ("core.build", "marts.build")


class Sequence:
    """Decisions drawn one after the other, and what they did to the phases."""

    def __init__(self, household: Household, dice: Random, firm: Firm) -> None:
        self.household = household
        self.dice = dice
        self.firm = firm
        self.lowered: set[str] = set()
        self.told: list[str] = []

    def desk(self) -> Desk:
        """A new desk for each decision, as the command line and the pages have."""
        at = self.household
        return Desk(at.home, at.ledger, at.settings, ACTOR, at.today, at.now, store.sync)

    def step(self) -> None:
        """Take one decision, whichever the dice say."""
        before = self.earned()
        self.dice.choice([self._validate, self._validate, self._draft, self._draft, self._discard])()
        after = self.earned()
        self.lowered |= {phase for phase, amount in before.items() if after[phase] < amount}

    def earned(self) -> dict[str, Decimal]:
        """What each phase is worth in the published warehouse."""
        return {row["phase_id"]: row["earned_amount"] for row in self.household.rows("marts.phases")}

    def _validate(self) -> None:
        known = self.earned()  # an orphan is in the files, and nowhere else
        able = [
            row["phase_id"]
            for row in self.firm.tables["phases"]
            if row["billing_mode"] in STATED and row["phase_id"] in known
        ]
        back = self.dice.choice([0, 0, 1, 30, 200])
        on = self.household.today - timedelta(days=back) if back else None
        phase, share = self.dice.choice(able), Decimal(self.dice.choice(SHARES))
        validate(self.desk(), PhaseId(phase), progress=share, on=on)
        self.told.append(f"validate {phase} {share} on {on}")

    def _draft(self) -> None:
        ready = [row["phase_id"] for row in self.household.rows("marts.billable") if row["is_billable"]]
        if not ready or self.dice.random() < 0.3:
            made = draft_all(self.desk())
        else:
            chosen = sorted(self.dice.sample(sorted(ready), min(len(ready), self.dice.randint(1, 3))))
            made = draft(self.desk(), [PhaseId(phase) for phase in chosen])
        self.told.append(f"draft {[(each.draft_id, each.phase_ids) for each in made]}")

    def _discard(self) -> None:
        held = sorted(
            row["draft_id"] for row in self.household.rows("marts.drafts") if row["state"] == "open"
        )
        if held:
            chosen = self.dice.choice(held)
            discard(self.desk(), DraftId(chosen))
            self.told.append(f"discard {chosen}")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_decisions_keep_every_promise(seed: int, tmp_path: Path) -> None:
    """After any decisions: checks empty, nothing drafted beyond what is earned, refresh equals build."""
    firm, today = random_firm(seed)
    firm = replace(firm, validations=(), drafts=(), is_evidence_required=False)
    household = Household.found(tmp_path, today=today)
    household.take_in(firm.tables, name="all", spelling=Spelling())
    assert household.build() == []
    sequence = Sequence(household, Random(seed), firm)  # noqa: S311 (test data)
    for _ in range(STEPS):
        sequence.step()
        _nothing_beyond_earned(sequence)
    assert audit_ledger(household.ledger) == [], sequence.told
    assert list(audit_warehouse(household.home, household.ledger).findings) == [], sequence.told
    refreshed = _contents(household)
    assert household.build() == []
    built = _contents(household)
    assert refreshed.keys() == built.keys()
    different = [relation for relation, rows in built.items() if rows != refreshed[relation]]
    assert different == [], sequence.told


def _nothing_beyond_earned(sequence: Sequence) -> None:
    """What open drafts hold was earned, unless a progress was lowered since."""
    household = sequence.household
    drafted: dict[str, Decimal] = {}
    open_drafts = {row["draft_id"] for row in household.rows("marts.drafts") if row["state"] == "open"}
    for line in household.rows("marts.draft_lines"):
        if line["draft_id"] in open_drafts and line["line_kind"] != "deposit_deduction":
            drafted[line["phase_id"]] = drafted.get(line["phase_id"], ZERO) + line["net_amount"]
    for row in household.rows("marts.phases"):
        held = drafted.get(row["phase_id"], ZERO)
        if held and row["phase_id"] not in sequence.lowered:
            assert row["billed_amount"] + held <= row["earned_amount"], (row, held, sequence.told)


def _contents(household: Household) -> dict[str, list[str]]:
    """Every relation of core and marts, its rows in an order of their own."""
    return {
        relation: sorted(_plain(row) for row in household.rows(relation))
        for relation in _relations(household.home.warehouse)
        if relation not in OF_THE_BUILD
    }


def _relations(file: Path) -> list[str]:
    with duckdb.connect(str(file), read_only=True) as con:
        found = con.execute(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema in ('staging', 'core', 'marts') order by all"
        ).fetchall()
    return [relation for (relation,) in found]


def _plain(row: Row) -> str:
    return ", ".join(f"{column}={value!s}" for column, value in row.items())
