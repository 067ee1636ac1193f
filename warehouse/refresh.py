"""Refresh: bring the published warehouse to the ledger's last row, deriving only what new decisions touch."""

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from firm.errors import Refusal
from firm.home import Home
from firm.locks import Busy
from firm.settings import Settings
from warehouse import build, checks, given, graph, publication, published, raw, runner
from warehouse.build import ChecksFailed, Facts, Recipe, Sync
from warehouse.engine import CATALOG, as_refusals, attach, connect
from warehouse.graph import Model
from warehouse.published import Stamp

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store import Ledger

_ATTEMPTS = 5

# Every refresh changes these, whatever the decision was.
_ALWAYS = frozenset({"core.build"})


class FilesArriving(Refusal):
    """Inside a decision, the raw store cannot be waited for: the files' own command may be waiting for us."""

    code = "files_arriving"

    def __init__(self) -> None:
        super().__init__(
            "Des fichiers sont en cours de chargement ; l'entrepôt n'est pas encore à jour.",
            remedy="Attendre la fin du chargement, puis relancer la même commande.",
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a refresh has to do."""

    base: Stamp | None
    """The build to start from; None for a build from nothing."""
    facts: Facts
    models: tuple[Model, ...]

    @property
    def needs_raw(self) -> bool:
        return self.base is None or any(
            parent.startswith("raw.") for model in self.models for parent in model.parents
        )


def refresh(
    home: Home,
    ledger: "Ledger",
    settings: Settings,
    *,
    today: dt.date,
    connection: "Connection | None" = None,
    sync: Sync | None = None,
    sql: Path = graph.SQL_FOLDER,
) -> Stamp:
    """Publish what the ledger says now; where the warehouse says it already, do nothing.

    Decisions alone rerun the models that read them. New loads, another day, other settings or other SQL
    are a build from nothing; `sync` then brings the raw store in step first.

    Inside a ledger transaction pass its `connection`: what it has not written yet is not there,
    and nothing is waited for that could wait for that transaction.

    Raises:
        ChecksFailed: the new rows contradict each other; the warehouse before them stays.
        FilesArriving: inside a transaction, new files must be read first. Leave it, refresh, retry.
    """
    recipe = Recipe.of(sql, today=today, settings=settings)
    stamp = published.stamp(home)
    if stamp and _is_current(stamp, recipe, _head(ledger, connection)):
        return stamp
    with_raw = stamp is None or not recipe.says(stamp)
    if not with_raw:
        recipe = replace(recipe, edges=_edges(home))
    for _ in range(_ATTEMPTS):
        if with_raw and sync and connection is None:
            sync(home, ledger)
        with _locks(home, with_raw=with_raw, is_inside=connection is not None):
            publication.sweep(home.work)
            plan = _plan(published.stamp(home), recipe, ledger, connection)
            if plan is None:
                return _current(home)
            if plan.needs_raw and not with_raw:
                with_raw = True
                continue
            if plan.needs_raw and sync and not raw.agrees(home, _all_facts(plan, ledger, connection).rows):
                if connection is not None:
                    raise FilesArriving
                continue
            return _carry_out(home, recipe, plan)
    raise FilesArriving


def _edges(home: Home) -> graph.Edges:
    """What each model reads, as the published warehouse knows it."""
    with published.reading(home) as con:
        return frozenset(con.execute(f"select relation, parent from {given.EDGES}").fetchall())


@contextmanager
def _locks(home: Home, *, with_raw: bool, is_inside: bool) -> Iterator[None]:
    with ExitStack() as stack:
        if with_raw:
            try:
                stack.enter_context(publication.raw_lock(home, timeout=0 if is_inside else 60))
            except Busy:
                if is_inside:
                    raise FilesArriving from None
                raise
        stack.enter_context(publication.publish_lock(home))
        yield


def _plan(
    base: Stamp | None, recipe: Recipe, ledger: "Ledger", connection: "Connection | None"
) -> _Plan | None:
    """Decide what to derive again; None where nothing changed."""
    if base and recipe.says(base):
        facts = build.read_facts(ledger, connection, after=base.seq)
        if facts.seq == base.seq:
            return None
        if facts.seq > base.seq and not facts.rows.get("loads"):
            changed = {f"ledger.{table}" for table, rows in facts.rows.items() if rows}
            return _Plan(base, facts, tuple(_tables(recipe.models.downstream(changed | _ALWAYS))))
    return _Plan(None, build.read_facts(ledger, connection), tuple(recipe.models.tables()))


def _carry_out(home: Home, recipe: Recipe, plan: _Plan) -> Stamp:
    if plan.base is None:
        report = build.build_and_publish(home, recipe, plan.facts)
        if report.stamp is None:
            raise ChecksFailed(report.failed_checks)
        return report.stamp
    with publication.draft(home.work) as file, as_refusals(home.work):
        build_id = _derive(home, file, recipe, plan)
        return publication.publish(file, home.warehouse, build_id=build_id)


def _derive(home: Home, file: Path, recipe: Recipe, plan: _Plan) -> str:
    """Copy the published file, append the new facts, and run the models below them again."""
    build_id = build.new_id()
    shutil.copyfile(home.warehouse, file)
    with connect(publication.spill_of(file)) as con:
        attach(con, file, writable=True)
        if plan.needs_raw:
            raw.attach(con, home, recipe.raw_ddl)
        con.execute(f"use {CATALOG}")
        con.execute("begin")
        build.put_given(con, recipe, plan.facts, build_id)
        build.append_facts(con, plan.facts, scratch=file)
        built = runner.run(con, plan.models)
        runner.comment(con, plan.models)
        runner.stamp(con, built, recipe.models)
        con.execute("commit")
        changed = {f"ledger.{table}" for table in plan.facts.rows} | {each.relation for each in built}
        failed = checks.failures(con, *checks.concerning(recipe.models, changed))
        if any(each.is_blocking for each in failed):
            raise ChecksFailed(failed)
        publication.close(con)
    return build_id


def _all_facts(plan: _Plan, ledger: "Ledger", connection: "Connection | None") -> Facts:
    """Facts that include every load: a plan from nothing has them."""
    return plan.facts if plan.base is None else build.read_facts(ledger, connection)


def _tables(models: list[Model]) -> list[Model]:
    return [model for model in models if model.schema != "checks"]


def _head(ledger: "Ledger", connection: "Connection | None") -> int:
    if connection is not None:
        return ledger.head(connection)
    with ledger.read() as own:
        return ledger.head(own)


def _is_current(stamp: Stamp, recipe: Recipe, head: int) -> bool:
    return stamp.seq == head and recipe.says(stamp)


def _current(home: Home) -> Stamp:
    stamp = published.stamp(home)
    if stamp is None:
        raise published.NotBuilt(home.warehouse)
    return stamp
