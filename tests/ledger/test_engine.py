"""What a disk or a file system refuses, said in our words."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from firm.errors import DiskFull
from firm.home import Home, HomeUnwritable
from firm.settings import Settings
from ledger import tables
from ledger.audit import audit
from ledger.engine import LedgerUnreadable
from ledger.head import JournalForked
from ledger.identity import Actor
from ledger.rights import NotAllowed
from ledger.store import Ledger
from tests.ledger.conftest import MARIE, NOW
from tests.ledger.sample import fill, validate

NOBODY = 65534


@pytest.fixture
def read_only(founded: Path) -> Iterator[Home]:
    """A home that we may read and not write."""
    place = Path(tempfile.mkdtemp(prefix="jalon-ro-"))
    home = Home(place / "home")
    shutil.copytree(founded, home.root)
    fill(Ledger.open(home, Settings(), account="marie", now=NOW))
    place.chmod(0o755)
    paths = [home.root, *home.root.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    yield home
    if is_root:
        os.seteuid(0)
    for path in paths:
        path.chmod(0o700)
    shutil.rmtree(place)


def test_a_read_only_home_still_answers(read_only: Home) -> None:
    """Reading, rights and the audit write nothing."""
    ledger = Ledger.open(read_only, Settings(), account="marie", now=NOW)
    with ledger.read() as connection:
        assert ledger.head(connection) == 4
    ledger.require("query", subject="select 1", actor=MARIE, now=NOW)
    assert audit(ledger) == []


def test_a_read_only_home_refuses_to_decide(read_only: Home) -> None:
    """With its reason, and nothing half done."""
    ledger = Ledger.open(read_only, Settings(), account="marie", now=NOW)
    with pytest.raises(HomeUnwritable):
        validate(ledger)
    with pytest.raises(NotAllowed):
        ledger.require("query", subject="select 1", actor=Actor("intrus"), now=NOW)


def test_a_home_that_is_not_there_and_cannot_be_is_refused(read_only: Home) -> None:
    """Founding needs a place."""
    with pytest.raises(HomeUnwritable):
        Ledger.open(Home(read_only.root / "other"), Settings(), account="marie", now=NOW)


def test_a_full_disk_is_a_refusal_and_the_same_command_works_later(book: Ledger) -> None:
    """Nothing of the refused command remains."""

    def limit(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a driver's connection
        (pages,) = connection.execute("pragma page_count").fetchone()
        connection.execute(f"pragma max_page_count = {pages}").close()

    event.listen(book.engine, "connect", limit)
    with pytest.raises(DiskFull):
        _validate_many(book)
    event.remove(book.engine, "connect", limit)
    assert audit(book) == []
    _validate_many(book)
    assert audit(book) == []


def _validate_many(ledger: Ledger) -> None:
    with ledger.command("validate", subject="many", actor=MARIE, now=NOW) as command:
        command.append_rows(
            tables.users,
            [{"actor": f"someone{number}", "role": "analyst", "state": "added"} for number in range(2000)],
        )


@pytest.mark.parametrize(
    "content", [b"no database, whatever its name" * 99, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_file_that_is_no_ledger_is_refused(home: Home, content: bytes) -> None:
    """It is neither opened as one nor overwritten."""
    home.create().ledger_file.write_bytes(content)
    with pytest.raises(LedgerUnreadable):
        Ledger.open(home, Settings(), account="marie", now=NOW)
    assert home.ledger_file.read_bytes() == content


def test_a_ledger_taken_away_is_not_founded_again(book: Ledger) -> None:
    """A home that knows a journal does not start another: numbers would come twice."""
    book.home.ledger_file.unlink()
    with pytest.raises(JournalForked):
        Ledger.open(book.home, Settings(), account="intrus", now=NOW)
