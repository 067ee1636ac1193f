"""Tableau de bord: what must leave, what must be chased, what was paid."""

import streamlit as st

from firm import clock
from ui import dates, first_steps, guard, outcomes, tiles
from ui.queries import board

guard.enter("board")

if board.is_empty():
    first_steps.show()
    st.stop()

with st.container(gap="xxsmall"):
    st.title("Tableau de bord", anchor=False)
    st.caption(
        f"{dates.long_day(clock.today())} · ce qui doit partir, ce qui doit être relancé, ce qui a été payé"
    )

found = board.tiles()
with st.grid(5, min_column_width=170, key="tiles"):
    for tile in tiles.TILES:
        tiles.show(tile, found.get(tile.code))

todo, news = st.columns([5, 3], gap="medium")
with todo:
    st.subheader("À faire aujourd'hui", anchor=False)
    tiles.queue(board.queue())
with news:
    st.subheader("Depuis hier", anchor=False)
    tiles.events(board.events(), today=clock.today())

outcomes.show()
