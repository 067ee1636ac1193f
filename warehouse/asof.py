"""As of a day: the same models on the facts dated up to it, in a file kept while nothing changes."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from firm.home import Home, HomeUnwritable
from firm.locks import FileLock
from firm.settings import Settings
from warehouse import build, graph, publication, published
from warehouse.build import Recipe, Sync
from warehouse.engine import as_refusals

if TYPE_CHECKING:
    from ledger.store import Ledger

KEPT = 8


@contextmanager
def file(
    home: Home,
    ledger: "Ledger",
    settings: Settings,
    *,
    day: dt.date,
    sync: Sync | None = None,
    sql: Path = graph.SQL_FOLDER,
) -> Iterator[Path]:
    """A warehouse file that says what was so on `day`, by what is known now.

    The published one serves where it is of that day. In a home that cannot be written, the file is temporary.
    """
    recipe = Recipe.of(sql, today=day, settings=settings, is_as_of=True)
    with ledger.read() as connection:
        seq = ledger.head(connection)
    stamp = published.stamp(home)
    if stamp and stamp.seq == seq and recipe.says(stamp):
        yield home.warehouse
        return
    try:
        folder = _folder(home)
        if sync:
            sync(home, ledger)
        kept = _kept(home, ledger, recipe, folder)
    except HomeUnwritable:
        with tempfile.TemporaryDirectory(prefix="jalon-asof-") as scratch:
            yield _made(home, ledger, recipe, Path(scratch))
        return
    yield kept


def _folder(home: Home) -> Path:
    folder = home.work / "asof"
    with as_refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    return folder


def _kept(home: Home, ledger: "Ledger", recipe: Recipe, folder: Path) -> Path:
    """The file made before for these facts, or a new one."""
    with publication.raw_lock(home), FileLock(home.work / "asof.lock"):
        publication.sweep(folder)
        facts = build.read_facts(ledger)
        made_of = f"{recipe.fingerprint[:12]}{recipe.settings.fingerprint[:8]}"
        target = folder / f"{recipe.today}-{facts.seq}-{made_of}.duckdb"
        if not target.exists():
            with publication.draft(folder) as draft, as_refusals(folder):
                build.write(home, draft, recipe, facts, with_checks=False)
                draft.chmod(0o444)
                draft.replace(target)
            _forget(folder, keep=target)
    return target


def _made(home: Home, ledger: "Ledger", recipe: Recipe, folder: Path) -> Path:
    with publication.raw_lock(home), as_refusals(folder):
        target = folder / "asof.duckdb"
        build.write(home, target, recipe, build.read_facts(ledger), with_checks=False)
    return target


def _forget(folder: Path, *, keep: Path) -> None:
    """Let go of the oldest files; who reads one keeps it until closing."""
    others = sorted(
        (found for found in folder.glob("*.duckdb") if found != keep), key=lambda found: found.stat().st_mtime
    )
    for found in others[: max(0, len(others) + 1 - KEPT)]:
        found.unlink(missing_ok=True)
