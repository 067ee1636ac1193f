"""The filters of the lists: every one of them in the address, so that a list can be sent to a colleague."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from ui import device
from ui.queries import invoices, progress, to_bill

CARDS, GRID = "Fiches", "Tableau"


def to_bill_filters() -> to_bill.Chosen:
    """Ask which billable phases to show."""
    with _bar():
        search = _search("Affaire, client, phase", key="q")
        state = _segmented("État", to_bill.STATES, key="etat")
        with _more():
            manager = _choice("Chef de projet", to_bill.managers(), key="chef")
            wait = _select("Attente", tuple(to_bill.WAITS), key="attente", width=165)
            order = _select("Tri", tuple(to_bill.ORDERS), key="tri", width=195)
    return to_bill.Chosen(search=search, state=state, manager=manager, wait=wait, order=order)


def progress_filters(*, only_managers: tuple[str, ...]) -> tuple[progress.Chosen, str]:
    """Ask which phases to show, and how; a project manager sees the own ones, without being asked."""
    with _bar():
        search = _search("Affaire, client, phase", key="recherche")
        shown = _segmented("Phases", progress.SHOWN, key="phases")
        manager = None if only_managers else _choice("Chef de projet", progress.managers(), key="chef")
        # Cards for a thumb, a grid for a keyboard.
        view = _segmented("Vue", (CARDS, GRID) if device.is_phone() else (GRID, CARDS), key="vue")
    chosen = progress.Chosen(
        search=search,
        manager=manager,
        project_id=st.query_params.get("affaire"),
        shown=shown,
        only_managers=only_managers,
    )
    return chosen, view


def invoice_filters() -> invoices.Chosen:
    """Ask which documents to show."""
    with _bar():
        pills = st.pills(
            "Statut",
            tuple(invoices.PILLS),
            selection_mode="multi",
            key="statut",
            bind="query-params",
            label_visibility="collapsed",
        )
        search = _search("Numéro, client, affaire", key="texte")
        with _more():
            order = _select("Tri", tuple(invoices.ORDERS), key="ordre", width=195)
    return invoices.Chosen(search=search, pills=tuple(pills or ()), order=order)


def offer_reset(sentence: str, *, keys: Sequence[str]) -> None:
    """Say that nothing passes the filters, and drop them in one click."""
    with st.container(key="empty", horizontal_alignment="center", gap="small"):
        st.markdown(f":material/filter_alt_off: {sentence}")
        dropped = [key for key in keys if st.query_params.get(key)]
        if dropped:
            st.button("Enlever les filtres", on_click=_drop, args=(dropped,), key="drop_filters")


def _drop(keys: Sequence[str]) -> None:
    for key in keys:
        st.session_state.pop(key, None)
        if key in st.query_params:
            del st.query_params[key]


@contextmanager
def _bar() -> Iterator[None]:
    with st.container(horizontal=True, vertical_alignment="center", key="filters", gap="small"):
        yield


@contextmanager
def _more() -> Iterator[None]:
    """Keep the rarer filters behind one button where the screen is small."""
    if device.is_phone():
        with st.popover("Filtres", icon=":material/tune:"):
            yield
    else:
        yield


def _search(placeholder: str, *, key: str) -> str:
    """Ask for words; each list has its own key, or its words would follow the person to the next list."""
    return (
        st.text_input(
            "Rechercher",
            key=key,
            type="search",
            live="300ms",
            bind="query-params",
            icon=":material/search:",
            placeholder=placeholder,
            label_visibility="collapsed",
            width="stretch" if device.is_phone() else 240,
        )
        or ""
    )


def _segmented(label: str, options: tuple[str, ...], *, key: str) -> str:
    chosen = st.segmented_control(
        label,
        options,
        default=options[0],
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return str(chosen or options[0])


def _choice(label: str, options: Sequence[str], *, key: str) -> str | None:
    """Offer a list of which none is chosen at first."""
    return st.selectbox(
        label,
        options,
        index=None,
        placeholder=label,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
        width="stretch" if device.is_phone() else 175,
    )


def _select(label: str, options: tuple[str, ...], *, key: str, width: int) -> str:
    chosen = st.selectbox(
        label,
        options,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
        width="stretch" if device.is_phone() else width,
    )
    return chosen or options[0]
