"""What the person holds: a desk or a phone."""

import streamlit as st


def is_phone() -> bool:
    """Tell a phone from its own word; a narrow window of a desk stays a desk."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
