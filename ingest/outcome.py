"""What became of the rows: counts per file, and a finding for each row that was turned down."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from firm.findings import Finding
from ingest.raw import Load
from ingest.rows import Counts
from warehouse.judge import Orphan, SourceFinding
from warehouse.judge import judge as judge_models

_SHOWN_PER_LOAD = 1000
_ALL = 1_000_000_000
_LOOK = "Voir la table marts.rejected_rows pour les autres."


@dataclass(frozen=True, slots=True)
class Item:
    """One template's share of one file; `read = accepted + rejected + unchanged`."""

    file_name: str
    source: str
    template: str | None
    read: int
    accepted: int
    rejected: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """Rows that refer to nothing, by load, and what the models say of the rows as they stand."""

    orphans: Mapping[int, int]
    orphans_met_again: Mapping[int, int]
    findings: tuple[Finding, ...]


def judge(con: duckdb.DuckDBPyConnection, load_ids: Iterable[int], *, today: date) -> Judgement:
    """Let the models say which rows refer to nothing, once every file of the command is loaded."""
    wanted = set(load_ids)
    winners = {int(row[0]) for row in con.execute("select distinct winner_load_id from same_rows").fetchall()}
    limit = _ALL if winners else _SHOWN_PER_LOAD
    judged = judge_models(con, today=today, load_ids=wanted | winners, limit=limit)
    places = {(orphan.template, orphan.load_id, orphan.row_number) for orphan in judged.orphans}
    met = (
        [
            int(load_id)
            for load_id, *place in con.execute("select * from same_rows").fetchall()
            if tuple(place) in places
        ]
        if places
        else []
    )
    orphans = [_orphan(each) for each in judged.orphans if each.load_id in wanted]
    odd = [_odd(each) for each in judged.findings if each.load_id in wanted]
    return Judgement(
        dict(judged.orphan_counts), Counter(met), (*orphans[:_SHOWN_PER_LOAD], *odd[:_SHOWN_PER_LOAD])
    )


def _orphan(orphan: Orphan) -> Finding:
    return Finding(
        code=orphan.code,
        message=orphan.reason,
        remedy="Charger la ligne citée : celle-ci sera alors prise en compte d'elle-même.",
        file_name=orphan.file_name,
        row_number=orphan.row_number,
        column_name=orphan.column_name,
        value=orphan.value,
    )


def _odd(found: SourceFinding) -> Finding:
    return Finding(
        code=found.code,
        message=found.message,
        remedy="La ligne est chargée telle quelle ; la corriger dans la source si elle est fausse.",
        file_name=found.file_name,
        row_number=found.row_number,
        column_name=found.column_name,
        value=found.value,
    )


def item(load: Load, counts: Counts, judgement: Judgement, *, file_name: str | None = None) -> Item:
    """Count a load, orphans among the rejected: of a new load accepted rows, of an old one unchanged ones."""
    orphans = judgement.orphans.get(load.load_id, 0)
    again = judgement.orphans_met_again.get(load.load_id, 0)
    return Item(
        file_name or load.file_name,
        load.source,
        load.template,
        counts.read,
        max(counts.accepted - orphans, 0),
        counts.rejected + orphans + again,
        counts.unchanged - again - max(orphans - counts.accepted, 0),
    )


def rejections(con: duckdb.DuckDBPyConnection, load: Load) -> list[Finding]:
    """Give a finding for each row that could not be read, the first thousand of a load."""
    found = con.execute(
        "select code, reason, file_name, row_number, column_name, value from raw.rejected_rows "
        f"where load_id = {load.load_id} order by row_number limit {_SHOWN_PER_LOAD + 1}"
    ).fetchall()
    shown = [_rejection(code, reason, place=tuple(place)) for code, reason, *place in found[:_SHOWN_PER_LOAD]]
    if len(found) > _SHOWN_PER_LOAD:
        message = f"Plus de {_SHOWN_PER_LOAD} lignes rejetées."
        shown.append(Finding("more_rejected_rows", message, _LOOK, file_name=load.file_name))
    return shown


def _rejection(code: str, reason: str, *, place: tuple[str, int, str | None, str | None]) -> Finding:
    what, _, remedy = reason.partition(" ; ")
    return Finding(code, _sentence(what), _sentence(remedy), *place)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
