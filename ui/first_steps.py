"""First steps: what an empty firm does to get its first figures."""

import streamlit as st

from ui import guard


def show() -> None:
    """Say the three steps."""
    guard.person()
    st.title("Bienvenue", anchor=False)
