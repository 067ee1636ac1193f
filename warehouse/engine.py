"""DuckDB, opened one way: in memory, writing nowhere but where it is told, with files attached by name."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from firm.errors import DiskFull, Refusal
from firm.home import HomeUnwritable, unwritable

CATALOG = "warehouse"
STORAGE_VERSION = "v1.2.0"
"""What DBeaver's driver and older DuckDB can open; 2.0's own default they cannot."""


class ModelFailed(Refusal):
    """A model, or the engine under it, stopped."""

    code = "build_failed"

    def __init__(self, relation: str, error: duckdb.Error) -> None:
        super().__init__(
            f"Le calcul de {relation} a échoué : {first_line(error)}.",
            remedy="L'entrepôt publié reste le précédent. Corriger la cause, puis relancer jalon build.",
            subject=relation,
        )


@contextmanager
def connect(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private engine whose overflow goes to the folder `spill`.

    Extensions are never fetched, and a Python variable never passes for a table.
    """
    con = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        },
    )
    try:
        con.execute("set timezone = 'UTC'")
        yield con
    finally:
        con.close()


def attach(
    con: duckdb.DuckDBPyConnection, file: Path, *, name: str = CATALOG, writable: bool = False
) -> None:
    """Attach a database file; a new one takes the storage version that every tool can read."""
    options = f"storage_version '{STORAGE_VERSION}'" if writable and not file.exists() else ""
    mode = "" if writable else "read_only"
    listed = ", ".join(option for option in (mode, options) if option)
    con.execute(f"attach {text(str(file))} as {name}" + (f" ({listed})" if listed else ""))


@contextmanager
def as_refusals(place: Path, relation: str = "l'entrepôt") -> Iterator[None]:
    """Turn what the disk or the engine refuses into a refusal that says what to do."""
    try:
        yield
    except duckdb.Error as error:
        if "No space left" in str(error) or "could not write" in str(error).lower():
            raise DiskFull(str(place)) from error
        if "Read-only file system" in str(error) or "Permission denied" in str(error):
            raise HomeUnwritable(place, reason="lecture seule") from error
        raise ModelFailed(relation, error) from error
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise DiskFull(str(place)) from error
        raise unwritable(place, error) from error


def first_line(error: Exception) -> str:
    """The engine's own sentence, without its drawing of the query."""
    return str(error).strip().partition("\n")[0].rstrip(".")


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"
