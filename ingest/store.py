"""The raw store brought in step with the ledger, from the landed files."""

from collections.abc import Iterable
from itertools import groupby

import duckdb
from sqlalchemy import select

from firm.home import Home
from ingest import landing, mapped, pieces, raw, rows
from ingest.errors import LandedFileMissing
from ingest.mapped import SourceFile
from ingest.mapping import Mapping, read_mapping
from ingest.pieces import Piece
from ingest.raw import Load
from ingest.reading import Desk, read_sheets
from ledger import tables
from ledger.store import Ledger


def sync(home: Home, ledger: Ledger) -> None:
    """Bring the raw store in step with the ledger.

    Raises:
        LandedFileMissing: a file that it needs is gone from the landing or changed.
    """
    with raw.opened(home) as (con, desk):
        catch_up(con, home, ledger, desk)


def catch_up(con: duckdb.DuckDBPyConnection, home: Home, ledger: Ledger, desk: Desk) -> None:
    """Undo loads that the ledger does not know, replay those that only it knows."""
    recorded = _recorded(ledger)
    known = {load.load_id: load for load in recorded}
    stored = raw.loads(con)
    common = [load for load in stored if load == known.get(load.load_id)]
    if common == recorded[: len(common)]:
        raw.undo(con, [load.load_id for load in stored if load not in common])
        missing = recorded[len(common) :]
    else:
        raw.start_afresh(con, home)
        missing = recorded
    rows.prepare(con)
    for batch_id, batch in groupby(missing, key=lambda load: load.batch_id):
        _replay(con, home, list(batch), desk.drawer(batch_id))


def _recorded(ledger: Ledger) -> list[Load]:
    names = ("load_id", "batch_id", "source", "template", "file_name", "file_hash", "mapping_hash")
    query = select(*(tables.loads.c[name] for name in names)).order_by(tables.loads.c.load_id)
    with ledger.read() as connection:
        return [Load(*row) for row in connection.execute(query)]


def _replay(con: duckdb.DuckDBPyConnection, home: Home, batch: list[Load], desk: Desk) -> None:
    """Load a batch again, as it was: the same files, in the same order, one transaction."""
    staged = {piece.identity: piece for piece in _stage(con, home, batch, desk)}
    con.execute("begin")
    for load in batch:
        piece = staged.get((load.file_hash, load.file_name, load.template, load.mapping_hash))
        if piece is None:
            raise LandedFileMissing(load.file_name, file_hash=load.file_hash)
        pieces.take(con, piece, load)
    con.execute("commit")


def _stage(con: duckdb.DuckDBPyConnection, home: Home, batch: list[Load], desk: Desk) -> list[Piece]:
    found: list[Piece] = []
    plain = {load.file_hash: load for load in batch if load.mapping_hash is None}
    for position, load in enumerate(plain.values()):
        landed = landing.landed(home, file_hash=load.file_hash, file_name=_bare(load.file_name))
        drawer = desk.drawer(load.file_hash)
        sheets = read_sheets(landed, drawer)
        found += pieces.of_template(con, landed, sheets, drawer, prefix=f"again_{position}")[0]
    sources = sorted({load.mapping_hash for load in batch if load.mapping_hash})
    for mapping_hash in sources:
        mapping = landed_mapping(home, mapping_hash)
        files = table_files(
            home, mapping, (load for load in batch if load.mapping_hash == mapping_hash), desk
        )
        found += pieces.of_mapping(con, mapping, files, desk)
    return found


def landed_mapping(home: Home, mapping_hash: str) -> Mapping:
    """Read the mapping that a load was made with."""
    file = landing.landed(home, file_hash=mapping_hash, file_name="mapping")
    return read_mapping(file.path.read_text(encoding="utf-8"))


def table_files(home: Home, mapping: Mapping, loads: Iterable[Load], desk: Desk) -> dict[str, SourceFile]:
    """Find the landed file of each table that loads name."""
    files: dict[str, SourceFile] = {}
    for file_hash, file_name in dict.fromkeys((load.file_hash, load.file_name) for load in loads):
        landed = landing.landed(home, file_hash=file_hash, file_name=file_name)
        file = mapped.recognise(mapping, landed, read_sheets(landed, desk.drawer(file_hash)))
        if file is None:
            raise LandedFileMissing(file_name, file_hash=file_hash)
        files[file.table.name] = file
    return files


def _bare(file_name: str) -> str:
    """Take the sheet's name off: `book.xlsx [Clients]`."""
    return file_name.rsplit(" [", 1)[0] if file_name.endswith("]") else file_name
