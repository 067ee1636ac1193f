"""Build: derive every relation from the raw rows and the ledger, check, publish."""

import datetime as dt
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from firm.errors import Refusal
from firm.findings import Finding
from firm.home import Home
from firm.settings import Settings
from warehouse import checks, given, graph, publication, published, raw, runner
from warehouse.checks import FailedCheck
from warehouse.engine import CATALOG, as_refusals, attach, connect
from warehouse.runner import BuiltRelation

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store import Ledger

Sync = Callable[[Home, "Ledger"], object]
"""Brings the raw store in step with the ledger; ingest has it, and sits a floor above."""

_SYNC_ATTEMPTS = 5


class ChecksFailed(Refusal):
    """Derived rows contradict each other: the build is not published."""

    code = "checks_failed"

    def __init__(self, failed: Sequence[FailedCheck]) -> None:
        blocking = [each for each in failed if each.is_blocking]
        super().__init__(
            f"{len(blocking)} contrôle(s) en échec, dont {blocking[0].check} ({blocking[0].example}) ; "
            "l'entrepôt publié reste le précédent.",
            remedy="Corriger les lignes citées à la source, les recharger, puis relancer jalon build.",
            others=tuple(finding(each) for each in blocking),
        )


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made."""

    items: tuple[BuiltRelation, ...]
    checks: int
    failed_checks: tuple[FailedCheck, ...]
    stamp: published.Stamp | None
    """None where a blocking check failed: the warehouse before it stays."""
    seconds: float

    @property
    def is_published(self) -> bool:
        """Whether the warehouse was replaced."""
        return self.stamp is not None

    def findings(self) -> list[Finding]:
        """The failed checks, as people and `--json` read them."""
        return [finding(each) for each in self.failed_checks]


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides what a build gives, but the facts."""

    sql: Path
    raw_ddl: str
    today: dt.date
    settings: Settings
    is_as_of: bool = False
    edges: graph.Edges | None = None
    """What each model reads, where a warehouse made by this recipe says it."""

    @classmethod
    def of(cls, sql: Path, *, today: dt.date, settings: Settings, is_as_of: bool = False) -> "Recipe":
        """The models below the folder `sql`, for a day."""
        return cls(sql, raw.ddl(sql), today, settings, is_as_of)

    @property
    def models(self) -> graph.Graph:
        """The models, understood."""
        return graph.load(self.sql, edges=self.edges)

    @property
    def fingerprint(self) -> str:
        """Identifies the models and the engine."""
        return given.recipe(graph.fingerprint(self.sql), self.raw_ddl)

    def says(self, stamp: published.Stamp) -> bool:
        """Whether that build was made with this recipe, for the same day."""
        return (stamp.today, stamp.sql_fingerprint, stamp.settings_fingerprint) == (
            self.today,
            self.fingerprint,
            self.settings.fingerprint,
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the ledger says up to a row: its new rows by table, and its loads."""

    seq: int
    rows: Mapping[str, Sequence[Sequence[Any]]]


def build(
    home: Home,
    ledger: "Ledger",
    settings: Settings,
    *,
    today: dt.date,
    sync: Sync | None = None,
    sql: Path = graph.SQL_FOLDER,
) -> BuildReport:
    """Derive everything and publish it, unless a blocking check fails.

    Raises:
        ModelFailed: a model cannot run on these facts.
        Unreadable, DiskFull, HomeUnwritable: the new file could not be written whole; the old one stays.
    """
    recipe = Recipe.of(sql, today=today, settings=settings)
    for attempt in range(_SYNC_ATTEMPTS):
        if sync:
            sync(home, ledger)
        with publication.raw_lock(home), publication.publish_lock(home):
            publication.sweep(home.work)
            facts = read_facts(ledger)
            if sync and attempt + 1 < _SYNC_ATTEMPTS and not raw.agrees(home, facts.rows):
                continue
            return build_and_publish(home, recipe, facts)
    raise AssertionError  # the last attempt returned


def build_and_publish(home: Home, recipe: Recipe, facts: Facts) -> BuildReport:
    """Build into a file of its own and put it in the warehouse's place; the caller holds both locks."""
    start = time.perf_counter()
    with publication.draft(home.work) as file, as_refusals(home.work):
        build_id, built, failed = write(home, file, recipe, facts)
        stamp = None
        if not any(each.is_blocking for each in failed):
            stamp = publication.publish(file, home.warehouse, build_id=build_id)
    number = checks.count(recipe.models)
    return BuildReport(tuple(built), number, tuple(failed), stamp, time.perf_counter() - start)


def write(
    home: Home, file: Path, recipe: Recipe, facts: Facts, *, with_checks: bool = True
) -> tuple[str, list[BuiltRelation], list[FailedCheck]]:
    """Derive every relation into a new file, closed afterwards; the caller holds the raw lock."""
    build_id = new_id()
    models = recipe.models.tables()
    with connect(publication.spill_of(file)) as con:
        attach(con, file, writable=True)
        raw.attach(con, home, recipe.raw_ddl)
        con.execute(f"use {CATALOG}")
        con.execute("begin")
        runner.prepare(con)
        given.create(con, {**given.BUILD_COLUMNS, **given.ledger_columns(), **given.OWN_COLUMNS})
        put_given(con, recipe, facts, build_id)
        append_facts(con, facts, scratch=file)
        built = runner.run(con, models)
        given.comment(con)
        runner.comment(con, models)
        runner.stamp(con, built, recipe.models)
        given.append(con, given.EDGES, ["relation", "parent"], recipe.models.edges(), scratch=file)
        con.execute("commit")
        failed = _failures(con, recipe) if with_checks else []
        con.execute("use memory")
        con.execute("detach raw")
        publication.close(con)
    return build_id, built, failed


def _failures(con: duckdb.DuckDBPyConnection, recipe: Recipe) -> list[FailedCheck]:
    lines = [line for model in recipe.models.tables() for line in model.header.checks]
    return checks.failures(con, lines, recipe.models.checks())


def read_facts(ledger: "Ledger", connection: "Connection | None" = None, *, after: int = 0) -> Facts:
    """The ledger's rows after a sequence number, from one consistent moment."""
    from ledger.copy import rows_after  # noqa: PLC0415 - see given.ledger_columns

    if connection is None:
        with ledger.read() as own:
            return Facts(ledger.head(own), rows_after(own, after))
    return Facts(ledger.head(connection), rows_after(connection, after))


def put_given(con: duckdb.DuckDBPyConnection, recipe: Recipe, facts: Facts, build_id: str) -> None:
    """Fill the relations that say for which day, firm and facts the build speaks."""
    firm, billing = recipe.settings.firm, recipe.settings.billing
    given.put(con, "core.clock", {"today": recipe.today})
    given.put(con, "core.firm", {"name": firm.name, "is_evidence_required": billing.evidence_required})
    given.put(
        con,
        "core.build",
        {
            "build_id": build_id,
            "built_at": dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0),
            "today": recipe.today,
            "ledger_seq": facts.seq,
            "is_as_of": recipe.is_as_of,
            "sql_fingerprint": recipe.fingerprint,
            "settings_fingerprint": recipe.settings.fingerprint,
            "jalon_version": given.version(),
            "duckdb_version": duckdb.__version__,
        },
    )


def append_facts(con: duckdb.DuckDBPyConnection, facts: Facts, *, scratch: Path) -> None:
    """Copy new ledger rows."""
    columns = given.ledger_columns()
    for table, rows in facts.rows.items():
        given.append(con, f"ledger.{table}", list(columns[f"ledger.{table}"]), rows, scratch=scratch)


def new_id() -> str:
    """A name for a build."""
    return uuid.uuid4().hex[:12]


def finding(failed: FailedCheck) -> Finding:
    """Say a failed check as a finding, with the first row's place if it has one."""
    row = failed.rows[0] if failed.rows else {}
    number = row.get("row_number")
    return Finding(
        code="check_failed" if failed.is_blocking else "check_warning",
        message=f"{failed.offending_rows} ligne(s) en défaut, contrôle {failed.check} ({failed.example}).",
        remedy="Relire ces lignes dans leur source ; jalon check en donne la liste.",
        file_name=_text(row.get("file_name")),
        row_number=number if isinstance(number, int) else None,
        subject=failed.check,
    )


def findings(failed: Iterable[FailedCheck]) -> list[Finding]:
    """Say failed checks as findings."""
    return [finding(each) for each in failed]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
