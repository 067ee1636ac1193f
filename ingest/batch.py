"""A batch: what one command is given, landed, recognised and staged, before anything is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

import duckdb

from firm.findings import Finding
from firm.home import Home
from ingest import landing, mapped, pieces, raw, store
from ingest.errors import FileRefused, TableGivenTwice, UnknownTable
from ingest.landing import Found, Landed
from ingest.mapped import SourceFile
from ingest.mapping import Mapping
from ingest.pieces import Piece
from ingest.raw import Load
from ingest.reading import Desk, read_sheets
from ingest.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Source:
    """A mapping and the file of each of its tables: those given, and those that came before."""

    mapping: Mapping
    files: dict[str, SourceFile]


@dataclass(slots=True)
class Batch:
    """`pieces` are new, `again` was loaded before, `copies` have the bytes of another file of the command."""

    batch_id: str = field(default_factory=lambda: uuid4().hex)
    pieces: list[Piece] = field(default_factory=list)
    again: list[Load] = field(default_factory=list)
    copies: list[Landed] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def gather(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    found: list[Found],
    mappings: dict[str, Mapping],
    desk: Desk,
    *,
    is_forced: bool,
) -> Batch:
    """Copy, recognise, stage and land files; one that is refused stops none of the others and is not kept."""
    batch = Batch()
    known = raw.loads(con)
    tables: dict[str, dict[str, SourceFile]] = {}
    copied = _copy(found, desk, batch)
    for position, landed in enumerate(copied):
        before = _latest(known, landed)
        if before and not is_forced and not raw.has_newer_rows(con, before):
            batch.again += before
            batch.given.add(landed.file_hash)
            continue
        drawer = desk.drawer(landed.file_hash)
        try:
            sheets = read_sheets(landed, drawer)
            if not _is_source_table(landed, sheets, mappings, tables):
                if is_forced:
                    raise UnknownTable(landed.file_name, source=", ".join(mappings))
                new, findings = pieces.of_template(con, landed, sheets, drawer, prefix=f"sheet_{position}")
                batch.pieces += new
                batch.findings += findings
        except FileRefused as refusal:
            batch.findings.append(refusal.finding())
        else:
            batch.given.add(landed.file_hash)
    for name, files in tables.items():
        _take_source(con, home, batch, Source(mappings[name], files), known=known, desk=desk)
    landing.settle(home, (landed for landed in copied if landed.file_hash in batch.given))
    return batch


def _latest(known: list[Load], landed: Landed) -> list[Load]:
    """The loads that the last command made of these bytes, as templates."""
    before = [load for load in known if load.file_hash == landed.file_hash and load.mapping_hash is None]
    return [load for load in before if load.batch_id == before[-1].batch_id]


def _copy(found: list[Found], desk: Desk, batch: Batch) -> list[Landed]:
    landed: dict[str, Landed] = {}
    for each in found:
        try:
            file = landing.take(each, desk.work, max_mb=desk.max_mb)
        except FileRefused as refusal:
            batch.findings.append(refusal.finding())
            continue
        if file.file_hash in landed:
            batch.copies.append(file)
        else:
            landed[file.file_hash] = file
    return list(landed.values())


def _is_source_table(
    landed: Landed,
    sheets: Sequence[Sheet],
    mappings: dict[str, Mapping],
    tables: dict[str, dict[str, SourceFile]],
) -> bool:
    """Put a file with the tables of the source that it belongs to, if any."""
    for name, mapping in mappings.items():
        file = mapped.recognise(mapping, landed, sheets)
        if file is None:
            continue
        files = tables.setdefault(name, {})
        if file.table.name in files:
            first = files[file.table.name].landed.file_name
            raise TableGivenTwice(landed.file_name, table=file.table.name, first=first)
        files[file.table.name] = file
        return True
    return False


def _take_source(
    con: duckdb.DuckDBPyConnection, home: Home, batch: Batch, given: Source, *, known: list[Load], desk: Desk
) -> None:
    """Stage a source whole: its selects join tables, of which only some may be given this time."""
    mapping = given.mapping
    before = [load for load in known if load.source == mapping.name]
    latest = [load for load in before if load.batch_id == before[-1].batch_id]
    now = {file.landed.file_hash for file in given.files.values()}
    others = (load for load in latest if load.file_hash not in now)
    files = store.table_files(home, mapping, others, desk) | given.files
    landing.keep(home, mapping.text.encode())
    found = pieces.of_mapping(con, mapping, files, desk)
    batch.sources.append(Source(mapping, files))
    hashes = {load.file_hash for load in latest if load.mapping_hash == mapping.text_hash}
    if now <= hashes:
        batch.again += [load for load in latest if load.file_hash in batch.given]
    else:
        before_now = {load.file_hash for load in latest}
        batch.pieces += [replace(piece, is_known=piece.landed.file_hash in before_now) for piece in found]
