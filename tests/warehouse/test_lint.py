"""The house rules of SQL, each broken once."""

from pathlib import Path

import pytest

from warehouse import graph, lint

GOOD = """-- One row per phase.
--
-- grain:    phase_id
-- checks:
--   unique  phase_id
with phases as (
    select phase_id from raw.phases
),

bills as (
    select phases.phase_id from phases
)

select * from bills
"""

BREACHES = {
    "the header names no grain": ("-- grain:    phase_id\n", ""),
    "the header has no check": ("--   unique  phase_id\n", ""),
    "the header does not say what a row is": ("-- One row per phase.\n", ""),
    "the last CTE is not named bills": (
        "from phases\n)",
        "from phases\n),\n\nlate as (\n    select 1 as one\n)",
    ),
    "does not end with select * from bills": ("select * from bills", "select phase_id from bills"),
    "a star over a relation of another file": ("select phase_id from raw", "select * from raw"),
    "reads the machine's clock": ("from phases\n)", "from phases where now() > current_date\n)"),
    "leaves something to chance": ("from phases\n)", "from phases where random() > 0.5\n)"),
    "not in (subquery)": ("from phases\n)", "from phases where 1 not in (select 2)\n)"),
    "groups by position": ("from phases\n)", "from phases group by 1\n)"),
    "a join without its kind": (
        "from phases\n)",
        "from phases\n    join phases as twice using (phase_id)\n)",
    ),
    "distinct or union without a reason": ("select phases.phase_id", "select distinct phases.phase_id"),
    "reads cost_rate": ("select phase_id from raw", "select phase_id, cost_rate from raw"),
    "a view cannot read raw": ("-- checks:", "-- materialized: view\n-- checks:"),
}


def _problems(folder: Path, text: str) -> list[str]:
    (folder / "core").mkdir(exist_ok=True)
    (folder / "core" / "bills.sql").write_text(text)
    return lint.problems(graph.load(folder))


def test_a_good_model_passes(tmp_path: Path) -> None:
    """The sketch breaks nothing."""
    assert _problems(tmp_path, GOOD) == []


@pytest.mark.parametrize("breach", BREACHES)
def test_each_rule_is_held(tmp_path: Path, breach: str) -> None:
    """Each rule finds its breach."""
    old, new = BREACHES[breach]
    assert old in GOOD
    found = _problems(tmp_path, GOOD.replace(old, new))
    assert any(breach in problem for problem in found), found


def test_a_refresh_never_needs_the_raw_store(tmp_path: Path) -> None:
    """A model below a decision reads staged rows, not raw ones."""
    text = GOOD.replace("from phases\n)", "from phases inner join ledger.drafts on true\n)")
    assert any("below a decision" in problem for problem in _problems(tmp_path, text))
