"""The pages: what each is called, where it lives, and who may open it."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the app. `verbs`: holding the right to any one of them opens it; none, and all may."""

    name: str
    title: str
    section: str
    address: str
    icon: str
    verbs: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        """Where the page's script is."""
        return ROOT / "pages" / f"{self.name}.py"


PAGES: tuple[Entry, ...] = (
    Entry("board", "Tableau de bord", "", "", ":material/dashboard:"),
    Entry("progress", "Avancement", "Facturer", "avancement", ":material/task_alt:", ("validate", "query")),
    Entry("to_bill", "À facturer", "Facturer", "a-facturer", ":material/playlist_add_check:", ("query",)),
    Entry("invoices", "Factures", "Facturer", "factures", ":material/receipt_long:", ("query",)),
)
BY_NAME: dict[str, Entry] = {entry.name: entry for entry in PAGES}


def open_to(may: frozenset[str]) -> tuple[Entry, ...]:
    """List the pages of someone who holds the rights `may`, in the order of the menu."""
    return tuple(entry for entry in PAGES if not entry.verbs or may.intersection(entry.verbs))
