"""The journal: one row a command, each bound by hash to the one before it and to the rows it wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, insert, literal_column, select

from ledger import tables
from ledger.canonical import canonical, clean, digest, instant_text
from ledger.identity import Actor

GENESIS = "0" * 64

# A row as it is stored: integers and text, by column; empty columns left out, so that a column
# added by a later version does not change the hash of the rows that never had it.
Stored = dict[str, int | str]


@dataclass(frozen=True, slots=True)
class Entry:
    """The place of a journal row in the chain."""

    seq: int
    hash: str


START = Entry(0, GENESIS)


def last(connection: Connection) -> Entry:
    """Give the end of the chain; `START` where nothing was written."""
    rows = select(tables.journal.c.seq, tables.journal.c.hash).order_by(tables.journal.c.seq.desc()).limit(1)
    row = connection.execute(rows).first()
    return START if row is None else Entry(row.seq, row.hash)


def write(
    connection: Connection,
    previous: Entry,
    *,
    actor: Actor,
    at: datetime,
    verb: str,
    subject: str,
    outcome: str,
    before: object = None,
    after: object = None,
    reason: str | None = None,
) -> Entry:
    """Close a command: hash the rows it wrote, and chain its own row to the previous one."""
    seq = previous.seq + 1
    row: Stored = {
        "seq": seq,
        "at": instant_text(at),
        "actor": clean(actor.name),
        "account": clean(actor.account),
        "verb": verb,
        "subject": clean(subject),
        "outcome": outcome,
        "rows_hash": rows_hash(written(connection, seq)),
        "prev_hash": previous.hash,
    }
    if before is not None:
        row["before"] = canonical(before)
    if after is not None:
        row["after"] = canonical(after)
    if reason is not None:
        row["reason"] = clean(reason)
    entry = Entry(seq, row_hash(row))
    typed = {**row, "at": at, "before": before, "after": after, "hash": entry.hash}
    connection.execute(insert(tables.journal), typed)
    return entry


def row_hash(row: Stored) -> str:
    """Hash a journal row without its own hash, and the hash before it with it."""
    return digest(canonical({name: value for name, value in row.items() if name != "hash"}))


def rows_hash(rows: dict[str, list[Stored]]) -> str:
    """Hash the rows of one command by table, whatever their order in the file."""
    return digest(canonical({table: sorted(map(canonical, found)) for table, found in rows.items() if found}))


def written(connection: Connection, seq: int) -> dict[str, list[Stored]]:
    """Read back what one command wrote, as it is stored."""
    return {table.name: list(_stored(connection, table, seq=seq)) for table in tables.VOUCHED}


def stored(connection: Connection, table: Table) -> Iterator[Stored]:
    """Read every row of a table as it is stored, in order of seq."""
    return _stored(connection, table, seq=None)


def by_seq(connection: Connection, table: Table) -> dict[Any, list[Stored]]:
    """Read every row of a table as it is stored, by the command that wrote it."""
    return {seq: list(rows) for seq, rows in groupby(stored(connection, table), key=lambda row: row["seq"])}


def _stored(connection: Connection, table: Table, *, seq: int | None) -> Iterator[Stored]:
    # As literals, columns keep no type, and values come as the file holds them.
    quote = connection.dialect.identifier_preparer.quote
    names = [column.name for column in table.columns]
    columns: list[ColumnElement[Any]] = [literal_column(quote(name)) for name in names]
    every = select(*columns).select_from(table).order_by(table.c.seq)
    for row in connection.execute(every if seq is None else every.where(table.c.seq == seq)):
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}
