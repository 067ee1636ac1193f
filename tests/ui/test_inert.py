"""Texts from outside are shown letter by letter."""

import re

import pytest

from ui import inert

_JOINER = "\u2060"


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "[cliquer](http://x.example)",
        "*gras* _italique_ ~~barré~~ `code`",
        ":red[rouge] :material/delete: :smile:",
        "$x^2$ | # titre",
        "http://x.example www.x.example a@x.example",
        "L'Atelier & Fils (44) - n° 1",
    ],
)
def test_markup_is_letters(name: str) -> None:
    """Nothing of a name reaches Markdown unescaped, and every letter is still there."""
    spelt = inert.text(name)

    assert re.sub(r"\\(.)", r"\1", spelt).replace(_JOINER, "") == name
    assert not re.search(r"(?<!\\)[*_`\[\]()<>$|#~]", spelt)
    assert ":material" not in spelt
    assert "://" not in spelt.replace("\\", "")


def test_a_name_stays_on_its_line() -> None:
    """Line breaks become spaces, marks that turn the reading direction go, no-break spaces stay."""
    assert inert.text("un\n\n# deux") == "un \\# deux"
    assert inert.cell("abc\u202edef") == "abcdef"
    assert inert.cell("1\u00a0234\u00a0€") == "1\u00a0234\u00a0€"


def test_unknown_is_a_dash() -> None:
    """What is not known is said so, never `None`."""
    assert inert.text(None) == inert.cell(None) == "—"


def test_a_button_of_a_grid_draws_no_icon_of_a_file() -> None:
    """An icon's name in a label stays a name."""
    assert inert.cell(":material/delete: tout") == f":{_JOINER}material/delete: tout"
