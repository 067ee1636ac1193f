"""Publish: a finished file takes the place of the warehouse at once, or not at all."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from firm.errors import Refusal
from firm.home import Home
from firm.locks import FileLock
from warehouse import published
from warehouse.engine import CATALOG
from warehouse.published import Stamp

_PREFIX = "build-"


class Unreadable(Refusal):
    """A file that the engine closed without a word does not open as it should."""

    code = "build_unreadable"

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"L'entrepôt construit ne se relit pas ({reason}) ; il n'est pas publié.",
            remedy="Vérifier la place libre et l'état du disque, puis relancer jalon build.",
            file_name=str(file),
        )


def publish_lock(home: Home, *, timeout: float = 60) -> FileLock:
    """Held by whoever replaces the warehouse.

    Locks are taken in one order, so that nobody waits in a circle: raw, the ledger's transaction, publish.
    """
    return FileLock(home.work / "publish.lock", timeout)


def raw_lock(home: Home, *, timeout: float = 60) -> FileLock:
    """Held by whoever reads or writes the raw store."""
    return FileLock(home.work / "raw.lock", timeout)


@contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """A name for a file under way; it and all that stands beside it is gone afterwards, unless renamed."""
    file = folder / f"{_PREFIX}{os.getpid()}-{uuid.uuid4().hex[:8]}.duckdb"
    try:
        yield file
    finally:
        _remove(folder, file.stem)


def sweep(folder: Path) -> None:
    """Remove what a killed build left; only under the lock that builds in this folder hold."""
    _remove(folder, _PREFIX)


def _remove(folder: Path, prefix: str) -> None:
    for found in folder.glob(f"{prefix}*"):
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found, ignore_errors=True)
        else:
            found.unlink(missing_ok=True)


def spill_of(file: Path) -> Path:
    """Where the engine overflows while it writes this file; swept with it."""
    return file.with_suffix(".spill")


def close(con: duckdb.DuckDBPyConnection) -> None:
    """Write the attached warehouse down and let go of it; the engine's own close would hide a failure."""
    con.execute(f"checkpoint {CATALOG}")
    con.execute("use memory")
    con.execute(f"detach {CATALOG}")


def publish(file: Path, target: Path, *, build_id: str) -> Stamp:
    """Verify a closed file, make it durable, and put it in the place of `target`; it keeps its inode there.

    Raises:
        Unreadable: it does not open as the build that it should be; `target` stays.
    """
    stamp = _verify(file, build_id)
    file.chmod(0o444)
    _sync(file)
    file.replace(target)
    _sync(target.parent)
    return stamp


def _verify(file: Path, build_id: str) -> Stamp:
    wal = file.with_name(f"{file.name}.wal")
    if wal.exists():
        raise Unreadable(file, "un journal est resté à côté")
    try:
        with published.open_file(file) as reopened:
            con = reopened.connection
            promised = con.execute("select relation from core.models").fetchall()
            there = con.execute(
                "select table_schema || '.' || table_name from information_schema.tables "
                "where table_catalog = ?",
                [CATALOG],
            ).fetchall()
    except (published.Damaged, duckdb.Error) as error:
        raise Unreadable(file, str(error).partition("\n")[0]) from error
    if reopened.stamp.build_id != build_id or not set(promised) <= set(there):
        raise Unreadable(file, "des tables manquent")
    return reopened.stamp


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
