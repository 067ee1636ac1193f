"""Factures: where does each document stand, from the draft to the last euro."""

import streamlit as st

from firm.money import euros
from ui import deciding, device, documents, filters, grids, guard, outcomes, pager, reader
from ui.queries import invoices
from ui.wording import plural

guard.enter("invoices")
reference = st.query_params.get("facture")

if reference and device.is_phone():
    documents.back()
    documents.show(reference)
    outcomes.show()
    st.stop()

header = st.container(gap="xxsmall")
chosen = filters.invoice_filters()
total = invoices.summary(chosen)
drafts = total.draft_count
with header:
    st.title("Factures", anchor=False)
    parts = [f"**{plural(total.document_count, 'document')}**"]
    if not chosen.are_drafts:
        parts.append(f"reste dû {euros(total.open_amount)} TTC")
    if drafts:
        parts.append(f"{plural(drafts, 'ébauche')} pour {euros(total.draft_amount)} HT")
    st.caption(" · ".join(parts))

name = reader.digest(chosen)
number = pager.current(name, total.document_count)
rows = invoices.page(chosen, number)
if rows.is_empty() and not reference:
    filters.offer_reset("Aucun document ne correspond à ces filtres.", keys=("texte", "statut"))
    outcomes.show()
    st.stop()

listed, detail = st.columns([1, 1], gap="medium") if reference else (st.container(), None)
with listed:
    references = tuple(rows["reference"])
    ticked = grids.documents(
        rows,
        key=f"documents_{name}_{number}_{bool(reference)}_{reader.digest(references)}",
        is_short=detail is not None,
        are_drafts=chosen.are_drafts,
        is_ticked=chosen.are_drafts and not reference,
        on_open=documents.open_row,
        args=(references,),
    )
    pager.show(name, total.document_count, plural(total.document_count, "document"))
if reference and detail is not None:
    with detail, st.container(border=True, key="detail"):
        documents.show(reference)

outcomes.show()
if ticked:
    deciding.offer_discard([references[index] for index in ticked])
