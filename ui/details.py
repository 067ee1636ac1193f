"""What stands behind one line of a list, in a panel at the right."""

from decimal import Decimal
from typing import Any

import streamlit as st

from firm.money import euros, percent
from ui import dates, inert, wording
from ui.queries import to_bill

_ASKED = "_asked_phase"


def ask_for_phase(grid: str, phase_ids: tuple[str, ...]) -> None:
    """Remember which line of a grid was opened."""
    st.session_state[_ASKED] = phase_ids[st.session_state[f"{grid}_open"].row]


def asked_phase() -> str | None:
    """Give the line that was just opened, once."""
    found: str | None = st.session_state.pop(_ASKED, None)
    return found


@st.dialog("D'où vient ce montant", position="right", width=460, icon=":material/function:")
def explain_phase(phase_id: str) -> None:
    """Take apart what a phase is worth now, and say what prevents it from being billed."""
    phase = to_bill.phase(phase_id)
    if phase is None:
        st.info("Cette phase n'est plus à facturer.")
        return
    st.markdown(
        f"**{inert.text(phase['phase_label'])}**  \n{inert.text(phase['project_name'])} · "
        f"{inert.text(phase['client_name'])}"
    )
    for word in [wording.reason(code) for code in phase["blocked_by"] or ()]:
        st.markdown(f":{word.colour}-badge[{inert.text(word.label)}] {word.remedy}")
    if phase["missing_fields"]:
        missing = ", ".join(wording.FIELDS.get(field, inert.text(field)) for field in phase["missing_fields"])
        st.caption(f"Manque : {missing}")
    for word in [wording.notice(code) for code in phase["notices"] or ()]:
        st.markdown(f":{word.colour}-badge[{inert.text(word.label)}] {word.remedy}")
    figures(_steps(phase))
    if phase["billable_amount"] < 0:
        st.info("Facturé au-delà de l'acquis : à régulariser par un avoir, ou en relevant l'avancement.")
    since = {"time": "Heures approuvées le", "deposit": "Devis signé le"}.get(
        phase["billing_mode"], "Validé le"
    )
    waited = dates.waiting(phase["waiting_days"])
    waits = f" · en attente depuis le {dates.day(phase['waiting_since_date'])} ({waited})"
    st.caption(
        f"{since} {dates.day(phase['validated_date'])}{waits if phase['waiting_since_date'] else ''}  \n"
        f"Affaire {inert.text(phase['project_id'])} · devis {inert.text(phase['quote_id'])} · "
        f"phase {inert.text(phase['phase_id'])} · table marts.billable"
    )


def _steps(phase: dict[str, Any]) -> list[tuple[str, str, bool]]:
    mode = wording.BILLING_MODES.get(phase["billing_mode"], phase["billing_mode"])
    steps = [
        (f"Marché ({mode.lower()})", euros(phase["contract_amount"]), False),
        *_share(phase),
        ("Acquis", euros(phase["earned_amount"]), True),
        ("− Facturé", euros(phase["billed_amount"]), False),
        ("− En ébauche", euros(phase["drafted_amount"]), False),
        ("À facturer HT", euros(phase["billable_amount"]), True),
    ]
    if phase["out_of_cap_amount"]:
        steps.insert(-3, ("Hors plafond", euros(phase["out_of_cap_amount"]), False))
    return steps


def _share(phase: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Name the share that was validated; hours and deposits earn without one."""
    if phase["billing_mode"] in ("time", "deposit"):
        return []
    return [("Avancement validé", percent(_decimal(phase["progress_ratio"])), False)]


def figures(steps: list[tuple[str, str, bool]]) -> None:
    """Set amounts one under the other, results in bold."""
    with st.container(key="figures", gap="xsmall"):
        for label, value, is_result in steps:
            bold = "**" if is_result else ""
            with st.container(horizontal=True, horizontal_alignment="distribute"):
                st.markdown(f"{bold}{inert.text(label)}{bold}", width="content")
                st.markdown(f"{bold}{value}{bold}", width="content")


def _decimal(value: Any) -> Decimal | None:  # noqa: ANN401
    return None if value is None else Decimal(str(value))
