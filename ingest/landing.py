"""Landing: each file is copied untouched before anything reads it, and kept under the name of its content."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import mkstemp

from firm.errors import system_reason
from firm.findings import Finding
from firm.home import Home, unwritable
from ingest.errors import FileMissing, FileTooBig, LandedFileMissing, NotARegularFile

_BLOCK = 1 << 20
_MEGABYTE = 1_000_000
# What desktops leave in folders; a path that names such a file is still opened.
_LEFT_BY_DESKTOPS = (".", "~$")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to ingest, and the name by which findings call it."""

    path: Path
    file_name: str


@dataclass(frozen=True, slots=True)
class Landed:
    """A file that was copied; `path` is the copy, which never changes."""

    file_name: str
    file_hash: str
    byte_count: int
    path: Path


def find(paths: Iterable[Path]) -> tuple[list[Found], list[Finding]]:
    """List the files under the given paths, folders in order of name, links never followed."""
    found: list[Found] = []
    refused: list[Finding] = []
    for path in paths:
        try:
            mode = path.lstat().st_mode
        except (OSError, ValueError) as error:
            why = system_reason(error)
            refused.append(FileMissing(shown(str(path)), reason=why).finding())
            continue
        if stat.S_ISDIR(mode):
            try:
                found += [Found(each, shown(str(each.relative_to(path)))) for each in _walk(path)]
            except OSError as error:
                refused.append(FileMissing(shown(str(path)), reason=system_reason(error)).finding())
        else:
            found.append(Found(path, shown(path.name)))
    return found, refused


def take(found: Found, scratch: Path, *, max_mb: int) -> Landed:
    """Copy a file aside, on the disk of the landing; it is kept once it is known to be of use.

    Raises:
        NotARegularFile, FileMissing, FileTooBig: the file is left aside.
        DiskFull, HomeUnwritable: the home cannot take it.
    """
    source = _open(found)
    try:
        try:
            return _copy(found, source, scratch, max_mb=max_mb)
        except OSError as error:
            raise unwritable(scratch, error) from error
    finally:
        os.close(source)


def settle(home: Home, copies: Iterable[Landed]) -> None:
    """Move copies into the landing for good.

    Raises:
        DiskFull, HomeUnwritable: the home cannot take them.
    """
    try:
        for copy in copies:
            if copy.path.parent != home.landing:
                copy.path.replace(home.landing / copy.file_hash)
        _sync_folder(home.landing)
    except OSError as error:
        raise unwritable(home.landing, error) from error


def keep(home: Home, content: bytes) -> str:
    """Land bytes of our own, such as a mapping; gives their hash."""
    file_hash = sha256(content).hexdigest()
    if (home.landing / file_hash).exists():
        return file_hash
    try:
        target, draft = mkstemp(dir=home.landing, prefix=".landing-")
        with os.fdopen(target, "wb") as copy:
            copy.write(content)
            copy.flush()
            os.fsync(copy.fileno())
        Path(draft).chmod(0o444)
        Path(draft).replace(home.landing / file_hash)
        _sync_folder(home.landing)
    except OSError as error:
        raise unwritable(home.landing, error) from error
    return file_hash


def landed(home: Home, *, file_hash: str, file_name: str, byte_count: int | None = None) -> Landed:
    """Find a landed file again, and make sure that it is still the same.

    Raises:
        LandedFileMissing: it is gone or changed.
    """
    path = home.landing / file_hash
    try:
        with path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise LandedFileMissing(file_name, file_hash=file_hash) from error
    if found != file_hash or byte_count not in (None, size):
        raise LandedFileMissing(file_name, file_hash=file_hash)
    return Landed(file_name, file_hash, size, path)


def shown(name: str) -> str:
    """Make a file name printable, whatever bytes it holds."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_LEFT_BY_DESKTOPS):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def _open(found: Found) -> int:
    """Open without following a link and without waiting for the other end of a pipe."""
    try:
        descriptor = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) in (errno.ELOOP, errno.ENXIO, errno.ENODEV):
            raise NotARegularFile(found.file_name) from error
        raise FileMissing(found.file_name, reason=system_reason(error)) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotARegularFile(found.file_name)
    return descriptor


def _copy(found: Found, source: int, scratch: Path, *, max_mb: int) -> Landed:
    digest = sha256()
    size = 0
    target, draft = mkstemp(dir=scratch, prefix="copy-")
    path = Path(draft)
    try:
        with os.fdopen(target, "wb") as copy:
            while block := _read(found, source):
                size += len(block)
                _weigh(found, size, max_mb)
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        path.chmod(0o444)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Landed(found.file_name, digest.hexdigest(), size, path)


def _weigh(found: Found, size: int, max_mb: int) -> None:
    if size > max_mb * _MEGABYTE:
        raise FileTooBig(found.file_name, max_mb=max_mb)


def _read(found: Found, source: int) -> bytes:
    try:
        return os.read(source, _BLOCK)
    except OSError as error:
        raise FileMissing(found.file_name, reason=system_reason(error)) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
