"""Texts that files and people bring in, made harmless before they meet Markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&^=\"'])")
# Streamlit looks for icons, colours and emoji in the text that Markdown leaves, so a backslash does not stop
# it; nor does it stop what GFM makes a link of by itself. A word joiner does, and shows nothing.
_JOINED = re.compile(r":(?=\S)|@(?=\S)|(?<=[Ww]{3})(?=\\\.)")
_JOINER = "\u2060"


def text(value: object) -> str:
    """Spell `value` so that Markdown shows it letter by letter, on one line."""
    if value is None:
        return "—"
    one_line = " ".join(str(value).split())
    return _JOINED.sub(lambda found: found.group() + _JOINER, _SPECIAL.sub(r"\\\1", one_line))


def cell(value: object) -> str:
    """Spell `value` for a cell of a grid, which draws letters and reads no Markdown."""
    return "—" if value is None else " ".join(str(value).split())
