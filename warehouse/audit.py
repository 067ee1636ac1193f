"""Audit: the published warehouse opens, keeps its checks, and stands on files that nobody changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from firm.findings import Finding
from firm.home import Home
from warehouse import build, checks, graph, published
from warehouse.published import Published

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store import Ledger

_BLOCK = 1 << 20
_HASH_LENGTH = 64


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check, and how many rows break it."""

    check: str
    offending_rows: int


@dataclass(frozen=True, slots=True)
class Audited:
    """Every check that was asked, and what was found."""

    items: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]


def audit(home: Home, ledger: "Ledger", *, sql: Path = graph.SQL_FOLDER) -> Audited:
    """Check what is published and what has landed; a warehouse that is only behind is in order."""
    with ledger.read() as connection:
        landed = _landing(home, connection)
        journal = _journal(connection)
    try:
        with published.open(home) as warehouse:
            models = graph.load(sql)
            items, found = _published(warehouse, models)
            found += [*_lineage(warehouse, journal), *_version(warehouse, models)]
    except published.NotBuilt:
        items, found = [], []
    except published.Damaged as damaged:
        items, found = [], [damaged.finding()]
    items.append(CheckResult("landing", len(landed)))
    return Audited(tuple(items), (*found, *landed))


def _published(warehouse: Published, models: graph.Graph) -> tuple[list[CheckResult], list[Finding]]:
    """Ask the checks of every relation that is published as the models here make it."""
    made = dict(warehouse.connection.execute("select relation, fingerprint from core.models").fetchall())
    present = {relation for relation, mark in models.lineage().items() if made.get(relation) == mark}
    lines = [
        check
        for model in models.tables()
        for check in model.header.checks
        if model.relation in present and (checks.other(check) or model.relation) in present | graph.GIVEN
    ]
    files = [model for model in models.checks() if model.parents & models.models.keys() <= present]
    failed = {each.check: each for each in checks.failures(warehouse.connection, lines, files)}
    asked = [check.name for check in lines] + [model.relation for model in files]
    items = [CheckResult(name, failed[name].offending_rows if name in failed else 0) for name in asked]
    return items, build.findings(each for each in failed.values() if each.is_blocking)


def _lineage(warehouse: Published, journal: dict[int, str]) -> Iterator[Finding]:
    """Whether the warehouse was derived from this ledger, and not from a longer or another one."""
    last = "select seq, hash from ledger.journal order by seq desc limit 1"
    for seq, mark in warehouse.connection.execute(last).fetchall():
        if journal.get(seq) != mark:
            yield Finding(
                code="warehouse_of_another_ledger",
                message=f"L'entrepôt publié vient d'un registre dont la ligne {seq} n'est pas celle-ci.",
                remedy="Vérifier qu'un registre plus ancien n'a pas été remis, puis lancer jalon build.",
                file_name="warehouse.duckdb",
                subject=str(seq),
            )


def _version(warehouse: Published, models: graph.Graph) -> Iterator[Finding]:
    """Whether the models here are those that made the warehouse; if not, some checks could not be asked."""
    made = dict(warehouse.connection.execute("select relation, fingerprint from core.models").fetchall())
    marks = models.lineage()
    tables = [model.relation for model in models.tables()]
    changed = [relation for relation in tables if made.get(relation) != marks[relation]]
    if changed:
        yield Finding(
            code="warehouse_of_another_version",
            message=f"L'entrepôt vient d'une autre version de jalon : {len(changed)} relations diffèrent, "
            "leurs contrôles n'ont pas été faits.",
            remedy="Lancer jalon build, puis jalon check.",
            file_name="warehouse.duckdb",
        )


def _journal(connection: "Connection") -> dict[int, str]:
    from sqlalchemy import select  # noqa: PLC0415 - see given.ledger_columns

    from ledger.tables import journal  # noqa: PLC0415

    return {row.seq: row.hash for row in connection.execute(select(journal.c.seq, journal.c.hash))}


def _landing(home: Home, connection: "Connection") -> list[Finding]:
    """Every file named by a load or a validation is there, with the content that its name promises."""
    from sqlalchemy import select  # noqa: PLC0415 - see given.ledger_columns

    from ledger.tables import loads, validations  # noqa: PLC0415

    named = {mark: name for name, mark in connection.execute(select(loads.c.file_name, loads.c.file_hash))}
    proofs = select(validations.c.evidence_name, validations.c.evidence_hash)
    named |= {mark: name for name, mark in connection.execute(proofs) if mark}
    there = {found.name for found in _landed(home)}
    gone = [
        Finding(
            code="landed_file_missing",
            message=f"Le fichier reçu {named[mark]} ({mark[:12]}…) n'est plus dans landing/.",
            remedy="Le remettre depuis une sauvegarde.",
            file_name=named[mark],
            value=mark,
        )
        for mark in sorted(named.keys() - there)
    ]
    changed = [
        Finding(
            code="landed_file_changed",
            message=f"Le fichier reçu {named.get(found.name, found.name)} a changé depuis son arrivée.",
            remedy="Le remettre depuis une sauvegarde.",
            file_name=named.get(found.name, found.name),
            value=found.name,
        )
        for found in _landed(home)
        if _hash(found) != found.name
    ]
    return gone + changed


def _landed(home: Home) -> list[Path]:
    if not home.landing.is_dir():
        return []
    return sorted(found for found in home.landing.iterdir() if len(found.name) == _HASH_LENGTH)


def _hash(file: Path) -> str:
    digest = hashlib.sha256()
    try:
        with file.open("rb") as content:
            while block := content.read(_BLOCK):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()
