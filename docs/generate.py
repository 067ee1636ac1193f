"""Write the generated pages of docs/: `python -m docs.generate`; a test holds them fresh."""

from pathlib import Path

from cli import reference
from ingest import documentation
from warehouse import dictionary

ROOT = Path(__file__).parent


def pages() -> dict[str, str]:
    """Return the text of each generated page by its file name."""
    return {
        "commands.md": reference.commands(),
        "dictionary.md": dictionary.dictionary(),
        "lineage.md": dictionary.lineage(),
        "templates.md": documentation.templates(),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (ROOT / name).write_text(text, encoding="utf-8")
