"""A ledger to test on: SQLite always, PostgreSQL where its server is installed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from firm.home import Home
from firm.settings import Settings
from ledger import people
from ledger.identity import Actor
from ledger.store import Ledger

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MARIE = Actor("marie")

_NAMES = count(1)


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server that lives as long as the tests."""

    folder: Path

    def new_database(self, template: str = "template1") -> str:
        """Create a database like another one, empty unless told, and give its URL."""
        name = f"jalon{next(_NAMES)}"
        admin = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"create database {name} template {template}"))
        admin.dispose()
        return self.url(name)

    def url(self, database: str) -> str:
        """Name a database; only a socket in the server's own folder reaches it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Start a server, or skip with the reason why there is none."""
    programs = _programs()
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    folder = Path(tempfile.mkdtemp(prefix="jalon-pg-"))
    user = _unprivileged(folder)
    data = folder / "data"
    _run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N"], user)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    control: list[Path | str] = [programs / "pg_ctl", "-D", data, "-w"]
    _run([*control, "-o", options, "-l", folder / "log", "start"], user)
    try:
        yield Server(folder)
    finally:
        _run([*control, "-m", "immediate", "stop"], user)
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each test that asks runs on both engines."""
    if request.param == "postgresql":
        request.getfixturevalue("postgresql")
    return str(request.param)


@pytest.fixture
def settings(engine: str, request: pytest.FixtureRequest) -> Settings:
    """Where a ledger will live that nobody founded yet."""
    if engine == "sqlite":
        return Settings()
    server: Server = request.getfixturevalue("postgresql")
    return Settings(ledger_url=server.new_database())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that nobody founded yet."""
    return Home(tmp_path / "home")


@pytest.fixture
def ledger(home: Home, engine: str, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """A ledger that marie founded, with someone in every role."""
    root, url = request.getfixturevalue(f"staffed_{engine}")
    if url is not None:
        server: Server = request.getfixturevalue("postgresql")
        url = server.new_database(template=str(make_url(url).database))
    shutil.copytree(root, home.root)
    ledger = Ledger.open(home, Settings(ledger_url=url), account="marie", now=NOW)
    yield ledger
    ledger.close()


@pytest.fixture
def book(home: Home, founded: Path) -> Ledger:
    """A SQLite ledger that marie founded: for what only a file can suffer."""
    shutil.copytree(founded, home.root)
    return Ledger.open(home, Settings(), account="marie", now=NOW)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that marie founded, to copy: founding takes longer than most tests."""
    root = tmp_path_factory.mktemp("founded") / "home"
    Ledger.open(Home(root), Settings(), account="marie", now=NOW)
    return root


@pytest.fixture(scope="session")
def staffed_sqlite(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, None]:
    """A home with someone in every role, to copy."""
    root = tmp_path_factory.mktemp("staffed") / "home"
    _staff(root, None)
    return root, None


@pytest.fixture(scope="session")
def staffed_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql: Server) -> tuple[Path, str]:
    """The same, its ledger in a database to copy."""
    root, url = tmp_path_factory.mktemp("staffed") / "home", postgresql.new_database()
    _staff(root, url)
    return root, url


def _staff(root: Path, url: str | None) -> None:
    ledger = Ledger.open(Home(root), Settings(ledger_url=url), account="marie", now=NOW)
    for role in ("billing", "project_manager", "director", "analyst"):
        people.add(ledger, role, role=role, actor=MARIE, now=NOW)
    ledger.close()


def _programs() -> Path:
    candidates = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    found = shutil.which("initdb")
    if found:
        candidates.append(Path(found).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    pytest.skip("no PostgreSQL server is installed")


def _unprivileged(folder: Path) -> str | None:
    """Give the folder to the user that may run a server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL refuses root, and there is no user postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return owner.pw_name


def _run(command: list[Path | str], user: str | None) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
