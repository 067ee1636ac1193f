"""The home: the one folder that holds everything a firm owns."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

from firm.errors import DiskFull, Refusal, system_reason

VARIABLE = "JALON_HOME"

_FIRST_SETTINGS = """\
# Réglages de la société. Les lignes précédées de # montrent la valeur par défaut ou un exemple.

# Base PostgreSQL à la place de ledger.sqlite, quand plusieurs serveurs partagent une même société.
# Le mot de passe vient de l'environnement (PGPASSWORD), jamais de ce fichier.
# ledger_url = "postgresql://jalon@localhost/jalon"

[firm]
# name = ""
# siren = ""
# vat_number = ""
# address = ""
# postcode = ""
# city = ""
# iban = ""

[billing]
# evidence_required = false  # exiger un justificatif pour chaque avancement

[ingest]
# max_file_mb = 2048  # taille au-delà de laquelle un fichier est refusé
"""


class HomeUnwritable(Refusal):
    """The home cannot be created or written."""

    code = "home_unwritable"

    def __init__(self, place: Path, *, reason: str) -> None:
        super().__init__(
            f"Impossible d'écrire dans {place} : {reason}.",
            remedy=f"Vérifier les droits sur ce dossier, ou en désigner un autre par {VARIABLE}.",
            file_name=str(place),
        )


@dataclass(frozen=True, slots=True)
class Home:
    """Where each thing of a firm lives."""

    root: Path

    @classmethod
    def find(cls, path: Path | str | None = None) -> "Home":
        """Name the home without touching it: the path given, else JALON_HOME, else `./data`."""
        chosen = path or os.environ.get(VARIABLE) or "data"
        return cls(Path(chosen).expanduser().absolute())

    def create(self) -> "Home":
        """Make what is missing; what is there stays as it is, whoever else creates at the same time.

        Raises:
            HomeUnwritable: a folder or the first settings cannot be written.
            DiskFull: there is no room for them.
        """
        try:
            for folder in (self.root, self.landing, self.documents, self.work):
                folder.mkdir(parents=True, exist_ok=True)
            if not self.settings_file.exists():
                _write_once(self.settings_file, _FIRST_SETTINGS)
        except OSError as error:
            raise unwritable(self.root, error) from error
        return self

    @property
    def warehouse(self) -> Path:
        """The published warehouse; replaced whole, never written in place."""
        return self.root / "warehouse.duckdb"

    @property
    def ledger_file(self) -> Path:
        """What people decided; the one file that cannot be rebuilt."""
        return self.root / "ledger.sqlite"

    @property
    def head_file(self) -> Path:
        """The end of the journal, kept outside the ledger so that a cut shows."""
        return self.root / "journal.head"

    @property
    def landing(self) -> Path:
        """Every file ever ingested, by content."""
        return self.root / "landing"

    @property
    def documents(self) -> Path:
        """Issued documents, by number."""
        return self.root / "documents"

    @property
    def work(self) -> Path:
        """Private work files: locks, the raw store, builds under way."""
        return self.root / "work"

    @property
    def raw_file(self) -> Path:
        """The rows read from files, before any model."""
        return self.work / "raw.duckdb"

    @property
    def settings_file(self) -> Path:
        """The settings of the firm."""
        return self.root / "jalon.toml"


def unwritable(place: Path, error: OSError) -> Refusal:
    """Say an operating system's refusal to write as ours."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(str(place))
    return HomeUnwritable(place, reason=system_reason(error))


def _write_once(target: Path, text: str) -> None:
    """Write a whole file that nobody sees half-written and that never replaces another."""
    descriptor, draft = mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)
        os.link(draft, target)
    except FileExistsError:
        pass  # another process was first: its file stays
    finally:
        Path(draft).unlink()
