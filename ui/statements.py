"""The progress typed and not validated yet, kept across pages and filters until it is used or dropped."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import polars as pl
import streamlit as st

from ui import reader

_KEY = "_statements"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Statement:
    """A new progress of a phase (a ratio of 0 to 1), the one it was typed over, and why."""

    progress: Decimal
    seen: Decimal | None
    reason: str


def content() -> dict[str, Statement]:
    """Give what was typed, by phase."""
    found: dict[str, Statement] = st.session_state.setdefault(_KEY, {})
    return found


def ratio(percent: float) -> Decimal:
    """Read a percentage as it was typed: 33.3 is 0.333 exactly."""
    return Decimal(str(percent)) / _HUNDRED


@dataclass(frozen=True, slots=True)
class Base:
    """What a grid holds when it first appears; what is typed into it comes on top."""

    percents: dict[str, float]
    reasons: dict[str, str]


def grid_key(rows: pl.DataFrame) -> str:
    """Name the grid of these rows: a row that came, went or moved makes another grid, with what was typed."""
    listed = tuple(zip(rows["phase_id"], rows["progress_ratio"], strict=True))
    return f"progress_{generation()}_{reader.digest(listed)}"


def base(key: str) -> Base:
    """Give what a grid starts from; it must not move under the edits that are kept by row number."""
    held = st.session_state.get("_statements_base")
    if held is None or held[0] != key:
        typed = content()
        percents = {phase_id: float(each.progress * _HUNDRED) for phase_id, each in typed.items()}
        held = (key, Base(percents, {phase_id: each.reason for phase_id, each in typed.items()}))
        st.session_state["_statements_base"] = held
    found: Base = held[1]
    return found


def take(rows: Iterable[tuple[str, Decimal | None, float | None, str | None]]) -> None:
    """Take over what the page on screen holds: phase, validated progress, percentage typed, reason.

    A cell that says what was validated before, or nothing, states nothing.
    """
    typed = content()
    for phase_id, validated, percent, reason in rows:
        stated = None if percent is None else ratio(percent)
        if stated is None or round(stated, 8) == round(validated or Decimal(0), 8):
            typed.pop(phase_id, None)
        else:
            typed[phase_id] = Statement(stated, validated, (reason or "").strip())


def clear() -> None:
    """Drop everything that was typed."""
    content().clear()
    st.session_state["_statements_generation"] = generation() + 1


def generation() -> int:
    """Number the grids; an older one forgets what was typed into it."""
    number: int = st.session_state.setdefault("_statements_generation", 0)
    return number
