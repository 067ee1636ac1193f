"""Write the generated pages of docs/: `python -m docs.generate`; a test holds them fresh."""

from collections.abc import Callable
from pathlib import Path

from cli import reference
from ingest import documentation
from warehouse import dictionary

ROOT = Path(__file__).parent
PAGES: dict[str, Callable[[], str]] = {
    "commands.md": reference.commands,
    "dictionary.md": dictionary.dictionary,
    "lineage.md": dictionary.lineage,
    "templates.md": documentation.templates,
}

if __name__ == "__main__":
    for name, text in PAGES.items():
        (ROOT / name).write_text(text(), encoding="utf-8")
