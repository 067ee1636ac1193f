"""Ingest: files are landed, recognised, read, judged and loaded, and the ledger remembers each load."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from firm.findings import Finding
from firm.home import Home
from firm.money import euros
from firm.settings import Settings
from ingest import landing, mapped, pieces, raw, rows, store
from ingest.batch import Batch, gather
from ingest.errors import NothingIngested
from ingest.mapped import Compared, LeftOut
from ingest.mapping import known_mappings, named
from ingest.outcome import Item, Judgement, item, judge, rejections
from ingest.raw import Load
from ingest.rows import Counts
from ledger import tables
from ledger.command import Answered, Command
from ledger.identity import Actor
from ledger.store import Ledger

_AMOUNTS = ("source_amount", "loaded_amount", "amount")


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of each file; `tie_out` and `left_out` speak of sources with a mapping."""

    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    tie_out: tuple[Compared, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON values; amounts as text."""
        return {
            "items": [asdict(item) for item in self.items],
            "findings": [finding.as_dict() for finding in self.findings],
            "tie_out": [_plain(asdict(each)) for each in self.tie_out],
            "left_out": [_plain(asdict(each)) for each in self.left_out],
        }

    @classmethod
    def of(cls, answer: dict[str, Any]) -> "Ingested":
        """Read it back from what a key was answered."""
        return cls(
            tuple(Item(**item) for item in answer["items"]),
            tuple(Finding(**finding) for finding in answer["findings"]),
            tuple(Compared(**_amounts(each)) for each in answer["tie_out"]),
            tuple(LeftOut(**_amounts(each)) for each in answer["left_out"]),
        )


def ingest(
    home: Home,
    ledger: Ledger,
    settings: Settings,
    paths: Sequence[Path],
    *,
    source: str | None = None,
    actor: Actor,
    now: datetime,
    today: date,
    key: str | None = None,
) -> Ingested:
    """Take files in; what is wrong with one stops none of the others.

    Raises:
        NotAllowed: the right is missing.
        NothingIngested: no file could be taken; says why for each.
        UnknownSource, MappingInvalid, LandedFileMissing, Busy, DiskFull, HomeUnwritable.
    """
    subject = ", ".join(path.name for path in paths)[:200] or "-"
    ledger.require("ingest", subject=subject, actor=actor, now=now)
    request = {"paths": [str(path) for path in paths], "source": source}
    if key is not None:
        try:
            with ledger.command(
                "ingest", subject=subject, actor=actor, now=now, key=key, request=request
            ) as asked:
                asked.nothing()
        except Answered as answered:
            return Ingested.of(answered.answer)
    mappings = {source: named(source)} if source else known_mappings()
    found, refused = landing.find(paths)
    if not found:
        raise NothingIngested(tuple(refused))
    with raw.opened(home) as (con, desk):
        store.catch_up(con, home, ledger, desk)
        limited = replace(desk, max_mb=settings.ingest.max_file_mb)
        batch = gather(con, home, found, mappings, limited, is_forced=source is not None)
        batch.findings[:0] = refused
        if not batch.pieces and not batch.again:
            raise NothingIngested(tuple(batch.findings))
        new = _load(con, batch)
        try:
            con.execute("checkpoint raw")  # a full disk must say so before the ledger knows of the loads
            judgement = judge(con, [each.load_id for each in (*new, *batch.again)], today=today)
            ingested = _outcome(con, batch, new, judgement)
            if new or key is not None:
                with ledger.command(
                    "ingest", subject=subject, actor=actor, now=now, key=key, request=request
                ) as command:
                    _remember(command, batch, new, judgement, ingested)
        except BaseException:
            raw.undo(con, [load.load_id for load in new])
            raise
        return ingested


def _load(con: duckdb.DuckDBPyConnection, batch: Batch) -> dict[Load, Counts]:
    """Load every piece in one transaction."""
    rows.prepare(con)
    first = max((load.load_id for load in raw.loads(con)), default=0) + 1
    new: dict[Load, Counts] = {}
    con.execute("begin")
    for load_id, piece in enumerate(batch.pieces, start=first):
        load = piece.load(load_id, batch.batch_id)
        new[load] = pieces.take(con, piece, load)
    con.execute("commit")
    return _without_repeats(con, batch, new, first=first)


def _without_repeats(
    con: duckdb.DuckDBPyConnection, batch: Batch, new: dict[Load, Counts], *, first: int
) -> dict[Load, Counts]:
    """Take back the loads of bytes that came before and that gave nothing new this time either."""
    earlier: dict[tuple[str, str | None, str], Load] = {
        (load.file_hash, load.template, load.file_name): load
        for load in raw.loads(con)
        if load.load_id < first and load.mapping_hash is None
    }
    repeats = {
        load: earlier[known]
        for load, counts in new.items()
        if not counts.accepted
        and load.mapping_hash is None
        and (known := (load.file_hash, load.template, load.file_name)) in earlier
    }
    raw.undo(con, [load.load_id for load in repeats])
    batch.again += repeats.values()
    return {load: counts for load, counts in new.items() if load not in repeats}


def _outcome(
    con: duckdb.DuckDBPyConnection, batch: Batch, new: dict[Load, Counts], judgement: Judgement
) -> Ingested:
    counted = {load: item(load, counts, judgement) for load, counts in new.items()}
    counted |= {load: item(load, _same(con, load), judgement) for load in batch.again}
    shown = [load for load, each in counted.items() if load.file_hash in batch.given or each.accepted]
    items = [counted[load] for load in shown]
    for copy in batch.copies:
        items += [
            replace(each, file_name=copy.file_name, accepted=0, unchanged=each.read - each.rejected)
            for load, each in counted.items()
            if load.file_hash == copy.file_hash
        ]
    findings = [*batch.findings]
    for load in shown:
        findings += rejections(con, load)
    findings += judgement.findings
    tie_out = [each for source in batch.sources for each in mapped.compare(con, source.mapping)]
    left = [each for source in batch.sources for each in mapped.left_out(con, source.mapping, source.files)]
    findings += [_differs(each) for each in tie_out if not each.agrees]
    return Ingested(tuple(items), tuple(findings), tuple(tie_out), tuple(left))


def _same(con: duckdb.DuckDBPyConnection, load: Load) -> Counts:
    """Count a file that was loaded before: what was rejected is so again, the rest is unchanged."""
    found = con.execute(
        f"select read_count, unreadable_count from raw.loaded where load_id = {load.load_id}"
    ).fetchone() or (0, 0)
    return Counts(found[0], 0, found[1], found[0] - found[1])


def _differs(compared: Compared) -> Finding:
    return Finding(
        code="tie_out_differs",
        message=(
            f"{compared.measure} : {compared.source_count} pour {euros(compared.source_amount)} "
            f"dans la source, {compared.loaded_count} pour {euros(compared.loaded_amount)} après chargement."
        ),
        remedy="Voir les lignes rejetées de cette source.",
    )


def _remember(
    command: Command, batch: Batch, new: dict[Load, Counts], judgement: Judgement, ingested: Ingested
) -> None:
    sizes = {piece.landed.file_hash: piece.landed.byte_count for piece in batch.pieces}
    counted = {load: item(load, counts, judgement) for load, counts in new.items()}
    command.append_rows(
        tables.loads,
        [
            {
                **asdict(load),
                "byte_count": sizes[load.file_hash],
                "read_count": each.read,
                "accepted_count": each.accepted,
                "rejected_count": each.rejected,
                "unchanged_count": each.unchanged,
            }
            for load, each in counted.items()
        ],
    )
    command.note(
        after={"files": [{"file_name": load.file_name, "file_hash": load.file_hash} for load in new]}
    )
    command.answer(ingested.as_dict())


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _amounts(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Decimal(value) if name in _AMOUNTS and value is not None else value
        for name, value in values.items()
    }
