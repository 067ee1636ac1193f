"""Evidence: the proof of a progress, kept as it is and named by its content, like any landed file."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from billing.refusals import EvidenceUnreadable
from firm.errors import system_reason
from firm.home import Home, unwritable

_BLOCK = 1 << 20
_MEGABYTE = 1_000_000
_NOT_ORDINARY = (errno.ELOOP, errno.ENXIO, errno.ENODEV)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A proof that was kept: its content's hash and the name it came with."""

    file_hash: str
    file_name: str


def keep(home: Home, path: Path, *, max_mb: int) -> Evidence:
    """Copy a proof into the landing folder; the same content twice is one file.

    Raises:
        EvidenceUnreadable: it is missing, not an ordinary file, empty, or too big.
        HomeUnwritable, DiskFull: the home cannot take it.
    """
    name = _shown(path.name)
    source = _open(path, name)
    try:
        return Evidence(_copy(home, source, name, max_bytes=max_mb * _MEGABYTE), name)
    except OSError as error:
        raise unwritable(home.landing, error) from error
    finally:
        os.close(source)


def _open(path: Path, name: str) -> int:
    """Open without following a link and without waiting for the other end of a pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        is_special = getattr(error, "errno", None) in _NOT_ORDINARY
        system = system_reason(error)
        reason = "ce n'est pas un fichier ordinaire" if is_special else system
        raise EvidenceUnreadable(name, reason=reason) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise EvidenceUnreadable(name, reason="ce n'est pas un fichier ordinaire")
    return descriptor


def _copy(home: Home, source: int, name: str, *, max_bytes: int) -> str:
    digest = sha256()
    target, under_way = mkstemp(dir=home.landing, prefix=".landing-")
    try:
        with os.fdopen(target, "wb") as copy:
            for block in _blocks(source, name, max_bytes=max_bytes):
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        Path(under_way).chmod(0o444)
        Path(under_way).replace(home.landing / digest.hexdigest())
    except BaseException:
        Path(under_way).unlink(missing_ok=True)
        raise
    _sync_folder(home.landing)
    return digest.hexdigest()


def _blocks(source: int, name: str, *, max_bytes: int) -> Iterator[bytes]:
    size = 0
    while block := os.read(source, _BLOCK):
        size += len(block)
        if size > max_bytes:
            raise EvidenceUnreadable(name, reason=f"il dépasse {max_bytes // _MEGABYTE} Mo")
        yield block
    if not size:
        raise EvidenceUnreadable(name, reason="il est vide")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _shown(name: str) -> str:
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
