"""Connections to the ledger: SQLite by default, PostgreSQL by URL; one writer at a time on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from firm.errors import DiskFull, Refusal
from firm.home import Home, HomeUnwritable
from firm.locks import Busy

WAIT_SECONDS = 60
_PRAGMAS = (
    f"busy_timeout = {WAIT_SECONDS * 1000}",
    "journal_mode = truncate",
    "synchronous = full",
    "foreign_keys = on",
    "recursive_triggers = on",
    # Spilling would lock readers out in the middle of a long command instead of at its commit.
    "cache_spill = off",
)
_WRITES = "jalon_writes"
_LOCK_KEY = 0x6A616C6F6E  # "jalon"

# Primary result codes of SQLite.
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26


class LedgerUnreadable(Refusal):
    """The ledger is there and cannot be read as one."""

    code = "ledger_unreadable"

    def __init__(self, place: str, *, reason: str) -> None:
        super().__init__(
            f"Le registre {place} est illisible : {reason}.",
            remedy="Restaurer la dernière sauvegarde, puis lancer jalon check.",
            file_name=place,
        )


class LedgerUnreachable(Refusal):
    """The database that ledger_url names does not answer, or cannot be used."""

    code = "ledger_unreachable"

    def __init__(self, place: str, *, reason: str) -> None:
        super().__init__(
            f"Le registre {place} ne répond pas : {reason}.",
            remedy="Vérifier ledger_url dans jalon.toml, le serveur et le mot de passe (PGPASSWORD).",
            file_name=place,
        )


def connect(home: Home, url: str | None) -> Engine:
    """Prepare connections to a home's ledger; nothing is opened yet.

    Raises:
        LedgerUnreachable: the URL names no database that can hold a ledger, or its driver is missing.
    """
    return _sqlite(home) if url is None else _postgresql(url)


def place(engine: Engine) -> str:
    """Name the ledger for a person, without its password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or ""
    return engine.url.render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open one consistent view of the ledger."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _said(engine), engine.connect() as connection:
        connection.execution_options(**options)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Become the only writer, then commit what was written, or nothing if the body raises.

    Raises:
        Busy: another writer did not finish in time.
        DiskFull, HomeUnwritable: the ledger cannot grow.
    """
    with _said(engine), engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"set local lock_timeout = '{WAIT_SECONDS}s'"))
                connection.execute(text(f"select pg_advisory_xact_lock({_LOCK_KEY})"))
            yield connection


def _sqlite(home: Home) -> Engine:
    # A new connection each time: a ledger that was restored or replaced is seen at once.
    engine = create_engine(
        "sqlite+pysqlite:///" + str(home.ledger_file),
        poolclass=NullPool,
        connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a driver's connection
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("begin immediate" if is_write else "begin")

    return engine


def _postgresql(url: str) -> Engine:
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
        if parsed.get_backend_name() != "postgresql":
            raise LedgerUnreachable(
                parsed.render_as_string(hide_password=True), reason="seul PostgreSQL convient ici"
            )
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except ArgumentError as error:
        raise LedgerUnreachable("(ledger_url)", reason="l'adresse n'a pas la forme attendue") from error
    except ModuleNotFoundError as error:
        raise LedgerUnreachable(
            "PostgreSQL", reason=f"le pilote manque ({error.name}) ; installer psycopg[binary]"
        ) from error


@contextmanager
def _said(engine: Engine) -> Iterator[None]:
    """Say a database's refusal in our words; what is a fault of ours stays as it is."""
    try:
        yield
    except DBAPIError as error:
        name = place(engine)
        known = _sqlite_refusal if engine.dialect.name == "sqlite" else _postgresql_refusal
        refusal = known(name, error.orig)
        if refusal is None:
            raise
        raise refusal from error


def _sqlite_refusal(name: str, error: BaseException | None) -> Refusal | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (_BUSY, _LOCKED):
        return Busy("le registre", seconds=WAIT_SECONDS)
    if code == _FULL:
        return DiskFull(name)
    if code in (_READONLY, _CANTOPEN, _IOERR):
        return HomeUnwritable(Path(name), reason=str(error))
    if code in (_CORRUPT, _NOTADB):
        return LedgerUnreadable(name, reason=str(error))
    return None


def _postgresql_refusal(name: str, error: BaseException | None) -> Refusal | None:
    state = getattr(error, "sqlstate", None)
    if state in ("55P03", "40001", "40P01"):
        return Busy("le registre", seconds=WAIT_SECONDS)
    if state == "53100":
        return DiskFull(name)
    if state is None or state[:2] in ("08", "28", "3D", "53", "57"):
        return LedgerUnreachable(name, reason=str(error).strip().splitlines()[0] if str(error) else "")
    return None
