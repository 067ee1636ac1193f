"""Texts that files and people bring in, made harmless before they meet Markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&^=\"'])")
# Streamlit looks for icons, colours and emoji in the text that Markdown leaves, so a backslash does not stop
# it; nor does it stop what GFM makes a link of by itself. A word joiner does, and shows nothing.
_JOINED = re.compile(r":(?=\S)|@(?=\S)|(?<=[Ww]{3})(?=\\\.)")
_JOINER = "\u2060"
# Breaks become a space (a no-break space stays); marks that turn the reading direction go.
_BREAKS = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def text(value: object) -> str:
    """Spell `value` so that Markdown shows it letter by letter, on one line."""
    if value is None:
        return "—"
    return _JOINED.sub(lambda found: found.group() + _JOINER, _SPECIAL.sub(r"\\\1", cell(value)))


def cell(value: object) -> str:
    """Spell `value` for a cell of a grid, which reads no Markdown, but looks for icons in its buttons."""
    if value is None:
        return "—"
    return (
        _BREAKS.sub(" ", _TURNS.sub("", str(value))).strip(" ").replace(":material/", f":{_JOINER}material/")
    )
