"""Freshness: what the pages read is what the ledger holds today."""

from datetime import date

import streamlit as st

from firm.errors import Refusal
from ingest import store
from ui import inert, office
from warehouse import published
from warehouse.refresh import refresh


def bring(place: office.Office, today: date) -> published.Stamp | None:
    """Publish again where a decision, a load or a new day is not in the published warehouse yet.

    A publication that a check blocks leaves the last good one in place: the pages stay up and say so.
    """
    stamp = published.stamp(place.home)
    with place.ledger.read() as connection:
        head = place.ledger.head(connection)
    if stamp is not None and (stamp.seq, stamp.today) == (head, today):
        return stamp
    asked = (str(place.home.root), head, today)
    if st.session_state.get("_blocked") == asked:
        _warn()
        return stamp
    try:
        # Seen while it lasts, gone after.
        slot = st.empty()
        with slot.container(), st.status("Mise à jour des chiffres…"):
            stamp = refresh(place.home, place.ledger, place.settings, today=today, sync=store.sync)
        slot.empty()
    except Refusal as refusal:
        st.session_state["_blocked"] = asked
        st.session_state["_blocked_because"] = refusal
        _warn()
    return stamp


def _warn() -> None:
    refusal: Refusal = st.session_state["_blocked_because"]
    st.warning(
        f"Les chiffres affichés sont ceux de la dernière publication. {inert.text(refusal.message)} "
        f"{inert.text(refusal.remedy)}",
        icon=":material/warning:",
    )
