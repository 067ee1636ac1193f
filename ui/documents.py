"""One document, draft or invoice: its standing, its amounts, its lines, its history."""

from typing import Any

import polars as pl
import streamlit as st

from firm.money import euros, percent
from ui import dates, deciding, details, grids, guard, inert, outcomes, wording
from ui.queries import invoices

_C = st.column_config


def open_row(key: str, references: tuple[str, ...]) -> None:
    """Put the document of the line that was opened in the address."""
    st.query_params["facture"] = references[st.session_state[f"{key}_open"].row]


def close() -> None:
    """Come back to the list."""
    st.query_params.pop("facture", None)


def back() -> None:
    """Offer the way back, where the detail stands in for the list."""
    st.button("Factures", icon=":material/arrow_back:", type="tertiary", on_click=close, key="back")


def show(reference: str) -> None:
    """Draw a document; one that is gone says so."""
    draft = invoices.draft(reference)
    if draft is not None:
        _show_draft(draft)
        return
    invoice = invoices.invoice(reference)
    if invoice is not None:
        _show_invoice(invoice)
        return
    st.info(f"Le document {inert.text(reference)} n'existe pas.", icon=":material/search_off:")
    st.button("Revenir à la liste", on_click=close, key="close_missing")


def _show_draft(draft: dict[str, Any]) -> None:
    reference = draft["draft_id"]
    is_open = draft["state"] not in ("discarded", "issued")
    kind = wording.DOCUMENT_KINDS.get(draft["document_kind"], "")
    with _head(f"{kind} · {inert.text(reference)}", ["draft"] if is_open else ["cancelled"]):
        if is_open:
            reason = guard.refusal("discard")
            pressed = st.button(
                "Supprimer l'ébauche",
                icon=":material/delete:",
                key="discard",
                disabled=reason is not None,
                help=reason or "Ses phases redeviennent à facturer.",
            )
            if pressed:
                outcomes.decide("Suppression…", lambda: deciding.discard_drafts([reference]))
    st.caption(
        f"{inert.text(draft['client_name'])} · {inert.text(draft['project_name'])} · "
        f"créée le {dates.day(draft['created_at'])} par {inert.text(draft['created_by'])}"
    )
    _amounts(
        ("Net HT", draft["net_amount"]),
        ("TVA", draft["vat_amount"]),
        ("TTC", draft["gross_amount"]),
        ("Retenue", draft["retention_amount"]),
    )
    lines, origin = st.tabs(["Lignes", "D'où vient ce montant"], key="volet", on_change="rerun")
    if lines.open:
        with lines:
            _lines(invoices.draft_lines(reference))
    if origin.open:
        with origin:
            details.figures(
                [
                    ("Somme des lignes, net HT", euros(draft["net_amount"]), True),
                    ("TVA, par taux, arrondie une fois", euros(draft["vat_amount"]), False),
                    ("Total TTC", euros(draft["gross_amount"]), True),
                    ("dont retenue de garantie", euros(draft["retention_amount"]), False),
                ]
            )
            st.caption(
                f"Devis {inert.text(draft['quote_id'])} · affaire {inert.text(draft['project_id'])} · "
                "tables marts.drafts et marts.draft_lines"
            )


def _show_invoice(invoice: dict[str, Any]) -> None:
    number = invoice["invoice_number"]
    kind = wording.DOCUMENT_KINDS.get(invoice["document_kind"], "")
    with _head(f"{kind} · {inert.text(number)}", invoice["statuses"]):
        pass
    late = (
        f" · en retard de {dates.waiting(invoice['overdue_days'])}"
        if "overdue" in invoice["statuses"]
        else ""
    )
    st.caption(
        f"{inert.text(invoice['client_name'])} · {inert.text(invoice['project_name'])} · émise le "
        f"{dates.day(invoice['issue_date'])} · échéance {dates.day(invoice['due_date'])}{late}"
    )
    _amounts(
        ("Net HT", invoice["net_amount"]),
        ("TTC", invoice["gross_amount"]),
        ("Réglé", invoice["allocated_amount"]),
        ("Reste dû", invoice["open_amount"]),
    )
    lines, story, origin = st.tabs(
        ["Lignes", "Chronologie", "D'où vient ce montant"], key="volet", on_change="rerun"
    )
    if lines.open:
        with lines:
            _lines(invoices.invoice_lines(number))
    if story.open:
        with story:
            _story(invoice)
    if origin.open:
        with origin:
            _origin(invoice)


def _head(title: str, statuses: list[str]) -> Any:  # noqa: ANN401
    bar = st.container(horizontal=True, vertical_alignment="center", key="detail_head", gap="small")
    chips = " ".join(f":{word.colour}-badge[{word.label}]" for word in map(wording.status, statuses))
    with bar:
        st.markdown(f"**{title}** {chips}", width="stretch")
        actions = st.container(horizontal=True, width="content", gap="small")
        st.button(
            "Fermer", icon=":material/close:", type="tertiary", on_click=close, key="close", shortcut="Escape"
        )
    return actions


def _amounts(*amounts: tuple[str, Any]) -> None:
    with st.grid(4, min_column_width=110, key="amounts"):
        for label, amount in amounts:
            with st.container(gap=None):
                st.caption(label)
                st.markdown(f"**{euros(amount)}**")


def _lines(lines: pl.DataFrame) -> None:
    if lines.is_empty():
        st.caption("Ce document est arrivé sans ses lignes.")
        return
    st.dataframe(
        pl.DataFrame(
            {
                "label": grids.names(lines, "label"),
                "kind": [wording.LINE_KINDS.get(kind, kind) for kind in lines["line_kind"]],
                "phase": grids.names(lines, "phase_id"),
                "vat": [percent(rate) for rate in lines["vat_rate"]],
                "amount": grids.money(lines, "net_amount"),
            }
        ),
        column_config={
            "label": _C.TextColumn("Libellé", width=190),
            "kind": _C.TextColumn("Nature", width=90),
            "phase": _C.TextColumn("Phase", width=90),
            "vat": _C.TextColumn("TVA", alignment="right", width=65),
            "amount": grids.amount_column("Net HT"),
        },
        column_order=["label", "amount", "vat", "kind", "phase"],
        hide_index=True,
        row_height=grids.ROW_HEIGHT,
        height=grids.height(lines.height),
        alt="Lignes du document",
    )


def _story(invoice: dict[str, Any]) -> None:
    events = [(invoice["issue_date"], "receipt_long", "Émise", invoice["gross_amount"])]
    if invoice["sent_date"]:
        assumed = " (date supposée)" if invoice["is_sent_date_assumed"] else ""
        events.append((invoice["sent_date"], "send", f"Envoyée{assumed}", None))
    for row in invoices.settlements(invoice["invoice_number"]).iter_rows(named=True):
        what = "Règlement" if row["source_kind"] == "payment" else "Avoir"
        whose = f" · {inert.text(row['payer'])}" if row["payer"] else ""
        events.append(
            (
                row["event_date"],
                "account_balance",
                f"{what} {inert.text(row['source_id'])}{whose}",
                row["amount"],
            )
        )
    if invoice["reminder_date"]:
        said = f"Relance {inert.text(invoice['reminder_level'])} ({invoice['reminder_count']} au total)"
        events.append((invoice["reminder_date"], "forward_to_inbox", said, None))
    for day, icon, sentence, amount in sorted(events, key=lambda event: event[0]):
        worth = f" · **{euros(amount)}**" if amount is not None else ""
        st.markdown(f":material/{icon}: {dates.day(day)} · {sentence}{worth}")


def _origin(invoice: dict[str, Any]) -> None:
    details.figures(
        [
            ("Total TTC", euros(invoice["gross_amount"]), False),
            ("− Réglé", euros(invoice["allocated_amount"]), False),
            ("− Avoirs", euros(invoice["credited_amount"]), False),
            ("− Retenue de garantie non échue", euros(invoice["retention_amount"]), False),
            ("Reste dû", euros(invoice["open_amount"]), True),
        ]
    )
    if invoice["file_name"]:
        where = f"fichier {inert.text(invoice['file_name'])}, ligne {invoice['row_number']}"
        st.caption(f"Importée : {where} (chargement {invoice['load_id']}) · table marts.invoices")
