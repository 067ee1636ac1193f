"""What the last decision did: said once, undone in one click."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from firm.errors import Refusal
from ui import catalogue, guard, inert

_KEY, _PLACE = "_outcome", "_outcome_page"


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go on from here."""

    page: str
    label: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence safe for Markdown, what takes the decision back, and the next place to go."""

    message: str
    is_refusal: bool = False
    undo: Callable[[], "Outcome"] | None = None
    link: Link | None = None


def decide(label: str, work: Callable[[], Outcome]) -> None:
    """Carry out a decision with its progress on screen, then show everything as it stands after it."""
    try:
        with st.spinner(label, show_time=False):
            outcome = work()
    except Refusal as refusal:
        outcome = refused(refusal)
    st.session_state[_KEY] = outcome
    st.session_state[_PLACE] = guard.page()
    st.rerun()


def refused(refusal: Refusal) -> Outcome:
    """Say a refusal with its remedy, and with the other reasons of a batch."""
    lines = [f"{inert.text(each.message)} {inert.text(each.remedy)}" for each in refusal.findings()]
    return Outcome("  \n".join(lines), is_refusal=True)


def forget() -> None:
    """Drop what was said: the person went on."""
    st.session_state.pop(_KEY, None)


def is_pending() -> bool:
    """Tell whether there is something to say."""
    return _KEY in st.session_state


def show(*, only_refusals: bool = False) -> None:
    """Say the last outcome at the foot of the page, until the next decision, here or where it leads.

    A next decision that is under way leaves room for refusals only.
    """
    outcome: Outcome | None = st.session_state.get(_KEY)
    here = guard.page()
    if outcome is None or here not in (
        st.session_state[_PLACE],
        outcome.link and outcome.link.page,
    ):  # they went elsewhere
        forget()
        return
    if only_refusals and not outcome.is_refusal:
        forget()
        return
    with (
        st.bottom,
        st.container(horizontal=True, vertical_alignment="center", key="outcome_bar", gap="small"),
    ):
        if outcome.is_refusal:
            st.error(outcome.message, icon=":material/block:")
        else:
            st.success(outcome.message, icon=":material/check:")
        if outcome.undo and st.button("Annuler", icon=":material/undo:", key="undo", shortcut="Mod+Z"):
            decide("Annulation…", outcome.undo)
        if outcome.link and outcome.link.page != here:
            st.page_link(
                catalogue.BY_NAME[outcome.link.page].file,
                label=f"{outcome.link.label} →",
                icon="",
                query_params=dict(outcome.link.params),
            )
        st.button("Fermer", icon=":material/close:", key="forget", type="tertiary", on_click=forget)
