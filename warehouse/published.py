"""The published warehouse, opened to read: never in anybody's way, never half a build."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import duckdb

from firm.errors import Refusal
from firm.home import Home
from warehouse.engine import CATALOG, attach

_ATTEMPTS = 20


class NotBuilt(Refusal):
    """There is no warehouse to read."""

    code = "warehouse_missing"

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"L'entrepôt {file} n'existe pas encore.",
            remedy="Lancer jalon build (ou jalon ingest, puis jalon build).",
            file_name=str(file),
        )


class Damaged(Refusal):
    """The published file does not open."""

    code = "warehouse_damaged"

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"L'entrepôt {file} ne s'ouvre pas : {reason}.",
            remedy="Lancer jalon build : le registre et les fichiers reçus suffisent à le reconstruire.",
            file_name=str(file),
        )


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which build a reader sees."""

    build_id: str
    seq: int
    """The last ledger row that it knows."""
    today: dt.date
    built_at: dt.datetime
    inode: int
    sql_fingerprint: str
    settings_fingerprint: str


@dataclass(frozen=True, slots=True)
class Published:
    """One build, open, with its marts as default schema."""

    connection: duckdb.DuckDBPyConnection
    stamp: Stamp

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of the same build, for one thread or session."""
        cursor = self.connection.cursor()
        cursor.execute(f"use {CATALOG}.marts")
        return cursor

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open(home: Home) -> Published:  # noqa: A001 - read as `published.open(home)`
    """Open the published warehouse of a home.

    The caller keeps it for as long as `inode(home)` says the same, and closes it.

    Raises:
        NotBuilt: there is none yet.
        Damaged: it cannot be read.
    """
    return open_file(home.warehouse)


def open_file(file: Path) -> Published:
    """Open a warehouse file, whichever build stands there by now."""
    for _ in range(_ATTEMPTS):
        before = _identity(file)
        con = duckdb.connect(":memory:", config={"python_enable_replacements": "false"})
        try:
            con.execute("set timezone = 'UTC'")
            attach(con, file)
            con.execute(f"use {CATALOG}.marts")
            stamp = _read_stamp(con, inode=before[0])
        except duckdb.Error as error:
            con.close()
            if _identity(file) == before:
                raise Damaged(file, str(error).partition("\n")[0]) from error
            continue  # replaced meanwhile: look again
        if _identity(file) == before:
            return Published(con, stamp)
        con.close()
    raise Damaged(file, "il change sans cesse")


def inode(home: Home) -> int:
    """The identity of the published file, for a fraction of opening it; 0 where there is none."""
    try:
        return home.warehouse.stat().st_ino
    except FileNotFoundError:
        return 0


def stamp(home: Home) -> Stamp | None:
    """Which build is published now; None where there is none, or none that opens."""
    try:
        return _stamp_of(home.warehouse, _identity(home.warehouse))
    except (NotBuilt, Damaged):
        return None


@lru_cache(maxsize=8)
def _stamp_of(file: Path, identity: tuple[int, int, int]) -> Stamp:
    """A published file never changes: what its identity said once, it says again."""
    del identity
    with open_file(file) as published:
        return published.stamp


def _identity(file: Path) -> tuple[int, int, int]:
    try:
        found = os.stat(file)  # noqa: PTH116 - one system call
    except FileNotFoundError:
        raise NotBuilt(file) from None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _read_stamp(con: duckdb.DuckDBPyConnection, *, inode: int) -> Stamp:
    build_id, seq, today, built_at, sql, settings = con.execute(
        "select build_id, ledger_seq, today, built_at, sql_fingerprint, settings_fingerprint from core.build"
    ).fetchall()[0]
    return Stamp(build_id, seq, today, built_at.replace(tzinfo=dt.UTC), inode, sql, settings)


@contextmanager
def reading(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the published warehouse for the length of a `with`."""
    with open(home) as published:
        yield published.connection
