"""The basket: what is ticked, kept across pages and filters of a list until it is used or emptied."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import streamlit as st

_KEY = "_basket"


def content() -> dict[str, Decimal]:
    """Give what is ticked, each phase with the amount that its person saw."""
    basket: dict[str, Decimal] = st.session_state.setdefault(_KEY, {})
    return basket


def tick(shown: Mapping[str, Decimal], ticked: Iterable[str]) -> None:
    """Take over the ticks of the page on screen; the other pages keep theirs."""
    basket = content()
    chosen = set(ticked)
    for phase_id, amount in shown.items():
        if phase_id not in chosen:
            basket.pop(phase_id, None)
        elif phase_id not in basket:
            basket[phase_id] = amount


def fill(amounts: Mapping[str, Decimal]) -> None:
    """Tick a whole list at once; the grids start afresh, since they hold ticks of their own."""
    content().update(amounts)
    _renew()


def keep(phase_ids: Iterable[str]) -> None:
    """Drop what can no longer be billed."""
    kept = set(phase_ids)
    for phase_id in [phase_id for phase_id in content() if phase_id not in kept]:
        del content()[phase_id]


def drop(phase_ids: Iterable[str]) -> None:
    """Untick phases that have to be looked at again."""
    for phase_id in phase_ids:
        content().pop(phase_id, None)
    _renew()


def clear() -> None:
    """Empty it."""
    content().clear()
    _renew()


def generation() -> int:
    """Number the ticks; a grid that bears an older number forgets its own."""
    number: int = st.session_state.setdefault("_basket_generation", 0)
    return number


def _renew() -> None:
    st.session_state["_basket_generation"] = generation() + 1
