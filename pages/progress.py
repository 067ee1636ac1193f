"""Avancement: what did my phases reach?"""

import streamlit as st

from ui import cards, deciding, filters, grids, guard, pager, reader, statements, wording
from ui.queries import progress

GRID_SIZE, CARDS_SIZE = 200, 20

guard.enter("progress")

header = st.container(gap="xxsmall")
chosen, view = filters.progress_filters(only_managers=guard.only_managers())
count, projects = progress.count(chosen)
with header:
    st.title("Avancement", anchor=False)
    st.caption(f"**{wording.plural(count, 'phase')}** dans {wording.plural(projects, 'affaire')}")

are_cards = view == filters.CARDS
size = CARDS_SIZE if are_cards else GRID_SIZE
name = f"{'cards' if are_cards else 'grid'}_{reader.digest(chosen)}"
number = pager.current(name, count, size)
rows = progress.page(chosen, number, size)

if rows.is_empty():
    filters.offer_reset(
        "Aucune phase ne correspond à ces filtres.", keys=("recherche", "chef", "affaire", "phases")
    )
elif are_cards:
    cards.progress(rows)
    pager.show(name, count, wording.plural(count, "phase"), size)
else:
    key = statements.grid_key(rows)
    typed = grids.progress(rows, key=key, base=statements.base(key))
    statements.take(zip(rows["phase_id"], rows["progress_ratio"], typed["new"], typed["reason"], strict=True))
    pager.show(name, count, wording.plural(count, "phase"), size)

deciding.offer_validation()
