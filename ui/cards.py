"""Phases as cards: one tap states a progress, and says what it earns."""

from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from firm.money import euros, percent
from ui import deciding, guard, inert, outcomes, wording
from ui.queries.progress import STEPS


def progress(rows: pl.DataFrame) -> None:
    """Draw one card per phase."""
    reason = guard.refusal("validate")
    for row in rows.iter_rows(named=True):
        with st.container(border=True, key=f"card_{row['phase_id']}", gap="xsmall"):
            _card(row, reason)


def _card(row: dict[str, Any], reason: str | None) -> None:
    ratio: Decimal = row["progress_ratio"] or Decimal(0)
    element = f"**{inert.text(row['mission_element'])}** · " if row["mission_element"] else ""
    unsigned = "" if row["is_signed"] else " :orange-badge[Devis non signé]"
    st.markdown(
        f"{element}**{inert.text(row['phase_label'])}**{unsigned}  \n{inert.text(row['project_name'])}"
    )
    mode = wording.BILLING_MODES.get(row["billing_mode"], row["billing_mode"]).lower()
    worth = f"{mode} · {euros(row['contract_amount'])} · validé {percent(ratio)}"
    st.caption(f"{inert.text(row['client_name'])} · {worth}")
    is_whole = row["billing_mode"] in ("milestone", "expense")
    steps = [step for step in STEPS if step > ratio and (not is_whole or step == 1)]
    if not steps:
        st.markdown(":green-badge[:material/check: Terminé]")
        return
    with st.container(horizontal=True, key=f"steps_{row['phase_id']}", gap="xsmall"):
        for step in steps:
            effect = row[f"effect_{int(step * 100)}_amount"]
            label = "Terminé" if is_whole else f"{step:.0%}".replace("%", "\u00a0%")
            pressed = st.button(
                f"**{label}** :small[+{euros(effect)}]",
                key=f"step_{row['phase_id']}_{int(step * 100)}",
                disabled=reason is not None,
                help=reason,
                width="stretch",
            )
            if pressed:
                outcomes.decide(
                    "Validation…",
                    lambda step=step, effect=effect: deciding.validate_one(row, step, effect),  # type: ignore[misc]
                )
