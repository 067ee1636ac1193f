"""Generated pages are what their generators would write today."""

import pytest

from docs import generate


@pytest.mark.parametrize("name", sorted(generate.PAGES))
def test_generated_pages_are_fresh(name: str) -> None:
    """`make docs` was run after the last change of a model, a template or a command."""
    assert (generate.ROOT / name).read_text(encoding="utf-8") == generate.PAGES[name]()
