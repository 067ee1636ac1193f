"""The app as a server runs it: `streamlit run app.py`, or any ASGI server on `app:app`."""

from pathlib import Path

import streamlit as st

# The shell lives away from pages/: beside it, a cold deep link would run a page without its guard.
app = st.App(Path(__file__).parent / "ui" / "shell.py")
