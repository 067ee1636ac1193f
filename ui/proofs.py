"""Proofs: a file that comes with the progress, lent to the command for as long as it reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

_KEY = "proof"


def offer(label: str) -> None:
    """Ask for a file behind one button."""
    with st.popover(label, icon=":material/attach_file:"):
        st.file_uploader(
            "Justificatif (PDF, image, message) joint à toutes les phases de la barre",
            key=_KEY,
            accept_multiple_files=False,
        )


@contextmanager
def kept() -> Iterator[Path | None]:
    """Give the file that was joined, under its own last name, in a folder that disappears."""
    joined = st.session_state.get(_KEY)
    if joined is None:
        yield None
        return
    with TemporaryDirectory(prefix="jalon-proof-") as folder:
        path = Path(folder) / (Path(joined.name).name or "justificatif")
        path.write_bytes(joined.getbuffer())
        yield path
