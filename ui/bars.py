"""The foot bar: what is chosen, what it is worth, and one primary command."""

from collections.abc import Callable

import streamlit as st

from ui import guard, outcomes, proofs


def action(
    summary: str,
    *,
    verb: str,
    label: str,
    icon: str,
    while_running: str,
    work: Callable[[], outcomes.Outcome],
    key: str,
    clear: Callable[[], None] | None = None,
    attach: str | None = None,
) -> None:
    """Offer a command on what is chosen; where the right is missing, disabled with the reason."""
    reason = guard.refusal(verb)
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="action_bar", gap="small"):
        st.markdown(summary, width="stretch")
        if attach:
            proofs.offer(attach)
        if clear:
            st.button("Vider", type="tertiary", on_click=clear, key=f"{key}_clear")
        pressed = st.button(
            label,
            type="primary",
            icon=icon,
            key=key,
            shortcut="Mod+Enter",
            disabled=reason is not None,
            help=reason,
        )
    if pressed:
        outcomes.decide(while_running, work)


def hint(sentence: str, *, label: str | None = None, work: Callable[[], None] | None = None) -> None:
    """Say at the foot what the page waits for, and offer a first step."""
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="hint_bar", gap="small"):
        st.caption(sentence, width="stretch")
        if label and work:
            st.button(label, on_click=work, key="hint", icon=":material/select_check_box:")
