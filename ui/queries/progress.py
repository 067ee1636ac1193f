"""Reads of "Avancement": the phases whose progress someone states, and what a new progress would earn."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from ui import reader

OPEN, ALL = "À compléter", "Toutes"
SHOWN = (OPEN, ALL)
STEPS = (Decimal("0.25"), Decimal("0.50"), Decimal("0.75"), Decimal(1))


def _earned(ratio: str) -> str:
    """Spell what a phase earns at `ratio`: the preview of core.progress for a validation of today."""
    # Two DECIMAL(18) multiply within 18 digits and overflow: one of them has to be wider.
    return f"""case
        when billing_mode in ('milestone', 'expense') then if({ratio} = 1, contract_amount, 0)
        else round(contract_amount::decimal(20, 2) * {ratio}, 2)
    end::decimal(18, 2)"""


_FILTERED = """
from marts.progress
where ($manager is null or manager = $manager)
    and (len($only_managers::varchar[]) = 0 or list_contains($only_managers, manager))
    and ($project_id is null or project_id = $project_id)
    and ($shown = 'Toutes' or coalesce(progress_ratio, 0) < 1)
    and ($search = '' or contains(
        strip_accents(lower(concat_ws(' ', project_name, client_name, phase_label, mission_element,
            project_id, quote_id, phase_id))),
        strip_accents(lower($search))))
"""
_EFFECTS = ",\n    ".join(
    f"({_earned(str(step))} - earned_amount)::decimal(18, 2) as effect_{int(step * 100)}_amount"
    for step in STEPS
)
_PAGE = f"""
select
    phase_id, project_id, project_name, client_name, manager, quote_id, mission_element, phase_label,
    billing_mode, contract_amount, progress_ratio::decimal(18, 12) as progress_ratio, validated_date,
    earned_amount, billed_amount, drafted_amount, is_signed,
    {_EFFECTS}
{_FILTERED}
order by project_name, project_id, quote_id, position, phase_id
limit $size offset $skipped
"""
_COUNT = f"select count(*) as phase_count, count(distinct project_id) as project_count {_FILTERED}"
_MANAGERS = "select distinct manager from marts.progress where manager is not null order by manager"
_EFFECT = f"""
with stated as (
    select
        unnest($phase_ids::varchar[]) as phase_id,
        unnest($ratios::decimal(18, 12)[]) as ratio,
),
effects as (
    select
        {_earned("stated.ratio")} as stated_amount,
        stated.ratio < coalesce(progress.progress_ratio, 0) as is_lowered,
        progress.earned_amount,
        progress.billed_amount,
    from stated
    inner join marts.progress as progress on progress.phase_id = stated.phase_id
)
select
    count(*) as phase_count,
    coalesce(sum(stated_amount - earned_amount), 0)::decimal(18, 2) as earned_amount,
    count(*) filter (where is_lowered) as lowered_count,
    coalesce(sum(stated_amount - earned_amount) filter (where is_lowered), 0)::decimal(18, 2)
        as lowered_amount,
    count(*) filter (where is_lowered and stated_amount < billed_amount) as under_billed_count,
from effects
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters of the list."""

    search: str = ""
    manager: str | None = None
    project_id: str | None = None
    shown: str = OPEN
    only_managers: tuple[str, ...] = ()

    def params(self) -> dict[str, reader.Value]:
        """Give the filters as bound parameters."""
        return {
            "search": self.search.strip(),
            "manager": self.manager,
            "project_id": self.project_id,
            "shown": self.shown,
            "only_managers": self.only_managers,
        }


@dataclass(frozen=True, slots=True)
class Effect:
    """What the progress typed so far would change, in EUR before VAT."""

    phase_count: int
    earned_amount: Decimal
    lowered_count: int
    lowered_amount: Decimal
    under_billed_count: int


def count(chosen: Chosen) -> tuple[int, int]:
    """Count the phases and the projects that pass the filters."""
    row = reader.rows(_COUNT, chosen.params()).row(0)
    return row[0], row[1]


def page(chosen: Chosen, number: int, size: int) -> pl.DataFrame:
    """Give one page of phases, project by project, in the order of their quote."""
    return reader.rows(_PAGE, chosen.params() | {"size": size, "skipped": (number - 1) * size})


def managers() -> list[str]:
    """List the project managers."""
    return reader.rows(_MANAGERS).to_series().to_list()


def effect(stated: Mapping[str, Decimal]) -> Effect:
    """Weigh the progress typed, phase by phase (ratios of 0 to 1)."""
    phase_ids = tuple(sorted(stated))
    params: dict[str, reader.Value] = {
        "phase_ids": phase_ids,
        "ratios": tuple(stated[phase_id] for phase_id in phase_ids),
    }
    return Effect(*reader.rows(_EFFECT, params).row(0))
