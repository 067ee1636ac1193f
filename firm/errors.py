"""Refusal: the root of everything that jalon declines to do."""

import errno
from typing import ClassVar

from firm.findings import Finding


class Refusal(Exception):  # noqa: N818 -- it is the polite answer, not an error
    """A request that cannot be granted; nothing was done.

    A subclass sets `code` and builds its own French sentence from typed arguments.
    `others` lists further reasons of the same refusal (of a batch: one per item).
    """

    code: ClassVar[str] = "refused"

    def __init__(
        self,
        message: str,
        *,
        remedy: str,
        subject: str | None = None,
        file_name: str | None = None,
        column_name: str | None = None,
        others: tuple[Finding, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.subject = subject
        self.file_name = file_name
        self.column_name = column_name
        self.others = others

    def finding(self) -> Finding:
        """Say the refusal as a value, for `--json` and for pages."""
        return Finding(
            code=self.code,
            message=self.message,
            remedy=self.remedy,
            file_name=self.file_name,
            column_name=self.column_name,
            subject=self.subject,
        )

    def findings(self) -> tuple[Finding, ...]:
        """Give every reason: this refusal's own first, then the others."""
        return (self.finding(), *self.others)


class DiskFull(Refusal):
    """No room is left; the same request works once there is."""

    code = "disk_full"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"Il n'y a plus de place pour écrire dans {place} ; rien n'a été enregistré.",
            remedy="Libérer de l'espace disque, puis relancer la même commande.",
            file_name=place,
        )


_REASONS = {
    errno.EROFS: "le système de fichiers est en lecture seule",
    errno.EACCES: "les droits manquent",
    errno.EPERM: "les droits manquent",
    errno.ENOENT: "il n'existe pas",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EISDIR: "c'est un dossier",
}


def system_reason(error: Exception) -> str:
    """Say in French why the operating system refused; in its own words where we have none."""
    if not isinstance(error, OSError):
        return "chemin impossible"
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
