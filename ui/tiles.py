"""The board's pieces: five tiles, the queue of the day, what happened since yesterday."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from firm.money import euros
from ui import catalogue, dates, guard, inert
from ui.wording import plural


@dataclass(frozen=True, slots=True)
class Tile:
    """One question of the board, and the list that answers it line by line."""

    code: str
    label: str
    icon: str
    colour: str
    noun: str
    basis: str
    page: str
    params: tuple[tuple[str, str], ...] = ()


TILES: tuple[Tile, ...] = (
    Tile("to_bill", "À facturer", "playlist_add_check", "violet", "phase", "HT", "to_bill"),
    Tile(
        "to_send",
        "À envoyer",
        "outgoing_mail",
        "orange",
        "facture",
        "TTC",
        "invoices",
        (("statut", "À envoyer"),),
    ),
    Tile("sent", "Envoyé", "mark_email_read", "blue", "facture", "TTC", "invoices", (("statut", "Envoyée"),)),
    Tile("overdue", "En retard", "schedule", "red", "facture", "TTC", "invoices", (("statut", "En retard"),)),
    Tile(
        "partially_paid",
        "Partiellement réglé",
        "hourglass_bottom",
        "yellow",
        "facture",
        "TTC",
        "invoices",
        (("statut", "Partielle"),),
    ),
)


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the queue: what to do, to how many of what, and where."""

    sentence: str
    noun: str
    icon: str
    verb: str
    page: str = ""
    params: tuple[tuple[str, str], ...] = ()


TASKS: dict[str, Task] = {
    "draft_ready": Task(
        "Créer les ébauches des phases prêtes", "phase", "playlist_add_check", "Facturer", "to_bill"
    ),
    "review_drafts": Task(
        "Relire les ébauches", "ébauche", "draft", "Relire", "invoices", (("statut", "Ébauche"),)
    ),
    "unblock": Task(
        "Lever ce qui bloque des phases acquises",
        "phase",
        "lock_open",
        "Débloquer",
        "to_bill",
        (("etat", "Bloquées"),),
    ),
    "regularise": Task(
        "Régulariser les phases revues à la baisse",
        "phase",
        "undo",
        "Voir",
        "to_bill",
        (("etat", "À régulariser"),),
    ),
    "chase_overdue": Task(
        "Relancer les factures en retard",
        "facture",
        "schedule",
        "Voir",
        "invoices",
        (("statut", "En retard"),),
    ),
    "send_invoices": Task(
        "Envoyer les factures émises",
        "facture",
        "outgoing_mail",
        "Voir",
        "invoices",
        (("statut", "À envoyer"),),
    ),
    "fix_rejected": Task("Corriger les lignes rejetées des imports", "ligne", "rule", ""),
}


def show(tile: Tile, row: Mapping[str, Any] | None) -> None:
    """Draw a tile: one word, one amount, how many, since when; all of it opens the list."""
    with st.container(border=True, height="stretch", key=f"tile_{tile.code}", gap="xxsmall"):
        st.markdown(f":{tile.colour}[:material/{tile.icon}: **{tile.label}**] :gray[:small[{tile.basis}]]")
        st.markdown(f"### {euros(row['amount']) if row else '—'}")
        st.caption(_said(tile, row) if row and row["item_count"] else "Rien en attente")
        _link(tile.page, f"Voir la liste : {tile.label}", tile.params)


def _said(tile: Tile, row: Mapping[str, Any]) -> str:
    parts = [plural(row["item_count"], tile.noun)]
    if row["oldest_days"]:
        parts.append(f"jusqu'à {dates.waiting(row['oldest_days'])}")
    if row["both_count"]:
        parts.append(f"dont {row['both_count']} dans les deux")
    return " · ".join(parts)


def queue(rows: pl.DataFrame) -> None:
    """Draw what to do today, one verb per line."""
    with st.container(border=True, key="queue", gap="small"):
        if rows.is_empty():
            st.markdown(":material/task_alt: Rien à traiter aujourd'hui")
        for row in rows.iter_rows(named=True):
            task = TASKS.get(row["action"]) or Task(inert.text(row["action"]), "élément", "flag", "")
            with st.container(
                horizontal=True,
                wrap=False,
                vertical_alignment="center",
                key=f"task_{row['action']}",
                gap="small",
            ):
                said = f":material/{task.icon}: {task.sentence}  \n:small[{_weight(row, task.noun)}]"
                st.markdown(said, width="stretch")
                if task.page:
                    _link(task.page, f"{task.verb} →", task.params)


def _weight(row: Mapping[str, Any], noun: str) -> str:
    parts = [f":gray[{plural(row['item_count'], noun)}]"]
    if row["amount"] is not None:
        basis = "TTC" if row["is_gross"] else "HT"
        parts.append(f"**{euros(row['amount'])}** :gray[{basis}]")
    if row["oldest_days"]:
        parts.append(f":gray[{dates.waiting(row['oldest_days'])}]")
    return " · ".join(parts)


_NEWS: dict[str, tuple[str, str, str]] = {
    "found": ("flag", "a ouvert la base", "blue"),
    "ingest": ("upload_file", "a importé", "blue"),
    "validate": ("task_alt", "a validé", "violet"),
    "draft": ("note_add", "a créé", "gray"),
    "discard": ("delete", "a supprimé", "red"),
    "payment": ("payments", "", "green"),
    "users": ("group", "a changé les comptes", "gray"),
}
_NOUNS: dict[str, tuple[str, str]] = {
    "ingest": ("ligne", "lignes"),
    "payment": ("règlement reçu", "règlements reçus"),
    "validate": ("avancement", "avancements"),
    "draft": ("ébauche", "ébauches"),
    "discard": ("ébauche", "ébauches"),
}


def events(rows: pl.DataFrame, *, today: date) -> None:
    """Draw the latest decisions and loads, the latest first."""
    with st.container(border=True, key="events", gap="small"):
        if rows.is_empty():
            st.markdown("Rien de nouveau depuis hier")
        for row in rows.iter_rows(named=True):
            st.markdown(_told(row, today))


def _told(row: Mapping[str, Any], today: date) -> str:
    verb = row["verb"]
    icon, done, colour = _NEWS.get(verb, ("history", inert.text(verb), "gray"))
    what = plural(row["item_count"], *_NOUNS[verb]) if verb in _NOUNS else ""
    sentence = f"{what} {done}" if row["actor"] is None else f"**{inert.text(row['actor'])}** {done} {what}"
    amount = f" · **{euros(row['amount'])}**" if row["amount"] is not None else ""
    when = dates.near_day(row["at"].date(), today) if row["actor"] is None else dates.moment(row["at"], today)
    return f":{colour}[:material/{icon}:] {sentence.strip()}{amount} :gray[:small[· {when}]]"


def _link(page: str, label: str, params: tuple[tuple[str, str], ...]) -> None:
    """Link to a page that is open to the person; a closed one leaves no dead link."""
    entry = catalogue.BY_NAME[page]
    if entry in catalogue.open_to(guard.may(guard.person())):
        st.page_link(entry.file, label=label, icon="", query_params=dict(params))
