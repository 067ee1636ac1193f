"""What the ingest declines: a file refused whole, or a command that could take nothing."""

from firm.errors import Refusal
from firm.findings import Finding


class FileRefused(Refusal):
    """One file is left aside as a whole; the others of the command go on."""

    code = "file_refused"

    def __init__(self, file_name: str, *, reason: str, remedy: str) -> None:
        super().__init__(f"{file_name} : {reason}.", remedy=remedy, file_name=file_name)


class NotARegularFile(FileRefused):
    """A link, a pipe, a device or a folder in the place of a file."""

    code = "not_a_regular_file"

    def __init__(self, file_name: str) -> None:
        super().__init__(
            file_name,
            reason="ce n'est pas un fichier ordinaire (lien, tube ou périphérique) ; il n'a pas été ouvert",
            remedy="Donner le fichier lui-même.",
        )


class FileMissing(FileRefused):
    """Nothing is there, or it cannot be read."""

    code = "file_missing"

    def __init__(self, file_name: str, *, reason: str) -> None:
        super().__init__(
            file_name, reason=f"lecture impossible ({reason})", remedy="Vérifier le chemin et les droits."
        )


class FileTooBig(FileRefused):
    """A file above the limit of the settings."""

    code = "file_too_big"

    def __init__(self, file_name: str, *, max_mb: int) -> None:
        super().__init__(
            file_name,
            reason=f"il dépasse {max_mb} Mo",
            remedy="Le découper, ou augmenter max_file_mb dans jalon.toml.",
        )


class Unreadable(FileRefused):
    """A file whose form cannot be trusted."""

    code = "file_unreadable"


class UnknownHeader(FileRefused):
    """No template has all its required columns in this header."""

    code = "header_unknown"

    def __init__(
        self, file_name: str, *, nearest: str, missing: tuple[str, ...], found: tuple[str, ...]
    ) -> None:
        lacking = ", ".join(missing)
        super().__init__(
            file_name,
            reason=(
                f"en-tête non reconnu ; le modèle le plus proche est « {nearest} », "
                f"il manque : {lacking} (lu : {_shown(found)})"
            ),
            remedy=f"Ajouter ces colonnes, ou partir du modèle {nearest}.csv (« jalon templates »).",
        )
        self.nearest = nearest
        self.missing = missing


class AmbiguousHeader(FileRefused):
    """A header that fits several templates as well, or one column twice."""

    code = "header_ambiguous"


class DuplicateHeader(FileRefused):
    """Two columns with one name: which one counts cannot be guessed."""

    code = "header_duplicate"

    def __init__(self, file_name: str, *, headers: tuple[str, ...]) -> None:
        super().__init__(
            file_name,
            reason=f"des colonnes ont le même titre ou le même sens : {_shown(headers)}",
            remedy="Garder une seule de ces colonnes, ou renommer l'autre.",
        )


class UnknownTable(FileRefused):
    """A file that is no table of the source that was named."""

    code = "table_unknown"

    def __init__(self, file_name: str, *, source: str) -> None:
        super().__init__(
            file_name,
            reason=f"ses colonnes ne sont celles d'aucune table de la source « {source} »",
            remedy="Vérifier l'export, ou laisser jalon reconnaître le fichier (sans --source).",
        )


class TableGivenTwice(FileRefused):
    """Two files of one command are the same table of a source."""

    code = "table_given_twice"

    def __init__(self, file_name: str, *, table: str, first: str) -> None:
        super().__init__(
            file_name,
            reason=f"la table « {table} » est déjà donnée par {first} ; ce fichier est laissé de côté",
            remedy="Donner un seul fichier par table (un seul format d'export).",
        )


class NothingIngested(Refusal):
    """A command of which no file could be taken."""

    code = "nothing_ingested"

    def __init__(self, others: tuple[Finding, ...] = ()) -> None:
        super().__init__(
            "Aucun fichier n'a pu être lu ; rien n'a été chargé.",
            remedy="Voir la raison donnée pour chaque fichier."
            if others
            else "Donner des fichiers, ou un dossier.",
            others=others,
        )


class LandedFileMissing(Refusal):
    """The ledger names a landed file that is gone or changed: the raw store cannot be rebuilt."""

    code = "landed_file_missing"

    def __init__(self, file_name: str, *, file_hash: str) -> None:
        super().__init__(
            f"Le fichier {file_name} ({file_hash[:12]}…) manque dans landing/ ou a changé.",
            remedy="Restaurer la sauvegarde du dossier landing/, puis lancer « jalon check ».",
            file_name=file_name,
        )


class MappingInvalid(Refusal):
    """A mapping file that cannot be used."""

    code = "mapping_invalid"

    def __init__(self, name: str, *, reason: str) -> None:
        super().__init__(
            f"Correspondance {name} : {reason}.",
            remedy="Corriger ce fichier de correspondance.",
            file_name=name,
        )


class UnknownSource(Refusal):
    """`--source` names no mapping."""

    code = "source_unknown"

    def __init__(self, source: str, *, known: tuple[str, ...]) -> None:
        super().__init__(
            f"La source « {source} » n'est pas connue.",
            remedy=f"Choisir parmi : {', '.join(known)} ; ou laisser jalon reconnaître les fichiers.",
        )


def _shown(headers: tuple[str, ...]) -> str:
    text = ", ".join(header.strip() for header in headers if header.strip())
    return text if len(text) <= 200 else text[:200] + "…"  # noqa: PLR2004 -- a sentence, not a page
