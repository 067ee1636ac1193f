"""À facturer: what may be invoiced, and what prevents the rest."""

import streamlit as st

from firm.money import euros
from ui import (
    bars,
    basket,
    deciding,
    details,
    device,
    filters,
    grids,
    guard,
    outcomes,
    pager,
    reader,
    wording,
)
from ui.queries import to_bill

guard.enter("to_bill")

header = st.container(gap="xxsmall")
chosen = filters.to_bill_filters()
count, amount = to_bill.summary(chosen)
counts = to_bill.counts()

with header:
    st.title("À facturer", anchor=False)
    others = [to_bill.counted(state, counts[state]) for state in to_bill.STATES if state != chosen.state]
    st.caption(f"**{wording.plural(count, 'phase')}** · {euros(amount)} hors taxes · {' · '.join(others)}")

name = reader.digest(chosen)
number = pager.current(name, count)
rows = to_bill.page(chosen, number)
if rows.is_empty():
    if any(counts.values()):
        filters.offer_reset(
            f"Aucune phase parmi « {chosen.state} » ({' · '.join(others)}).",
            keys=("q", "chef", "attente", "etat"),
        )
    else:
        filters.offer_reset(
            "Rien à facturer : tout ce qui est acquis est facturé ou en ébauche.", keys=("q",)
        )
else:
    shown = dict(zip(rows["phase_id"], rows["billable_amount"], strict=True))
    ticks = [index for index, phase_id in enumerate(shown) if phase_id in basket.content()]
    grid = f"billable_{name}_{number}_{basket.generation()}_{reader.digest(tuple(shown))}"
    st.session_state["_shown_phases"] = (grid, tuple(shown))
    ticked = grids.billable(
        rows,
        key=grid,
        ticked=ticks,
        is_ticked=chosen.state == to_bill.READY,
        on_open=details.ask_for_phase,
        args=(grid, tuple(shown)),
    )
    if chosen.state == to_bill.READY:
        basket.tick(shown, [tuple(shown)[index] for index in ticked])
    pager.show(name, count, f"{wording.plural(count, 'phase')} · {euros(amount)} HT")

asked = details.asked_phase()
if asked is not None:
    details.explain_phase(asked)

weighed = to_bill.basket(basket.content())
basket.keep(weighed.phase_ids)
if weighed.phase_count:
    outcomes.show(only_refusals=True)
    label = f"Créer {wording.plural(weighed.draft_count, 'ébauche')}"
    bars.action(
        f"**{wording.plural(weighed.phase_count, 'phase')}** · {euros(weighed.billable_amount)} HT",
        verb="draft",
        label=label,
        icon=":material/note_add:",
        while_running="Création des ébauches…",
        work=deciding.draft_basket,
        clear=basket.clear,
        key="create",
    )
elif outcomes.is_pending():
    outcomes.show()
elif chosen.state == to_bill.READY and count and not device.is_phone():
    bars.hint(
        "Cocher les phases à facturer : une ébauche par affaire et par devis.",
        label=f"Cocher les {wording.plural(count, 'phase')}",
        work=lambda: basket.fill(to_bill.everything(chosen)),
    )
