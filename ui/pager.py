"""The pages of a list: which one is open, and the strip of numbers under it."""

import streamlit as st

from ui import reader


def current(name: str, count: int, size: int = reader.PAGE_SIZE) -> int:
    """Tell the open page before its rows are read; a list that grew shorter opens its last page."""
    return min(int(st.session_state.get(f"page_{name}", 1)), reader.pages(count, size))


def show(name: str, count: int, caption: str, size: int = reader.PAGE_SIZE) -> None:
    """Draw the foot of a list: what it holds, and its pages when there are several."""
    with st.container(horizontal=True, vertical_alignment="center", key="pager"):
        st.caption(caption, width="stretch")
        pages = reader.pages(count, size)
        if pages > 1:
            st.pagination(pages, key=f"page_{name}", width=340)
