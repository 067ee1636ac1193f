"""The raw store: what the files say, and which loads it holds."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from firm.errors import DiskFull
from firm.home import Home, unwritable
from firm.locks import FileLock
from ingest import ddl
from ingest.reading import Desk
from ingest.rows import Counts
from ingest.templates import TEMPLATES

_SCRATCH = "ingest-"
_LOCK_SECONDS = 600
_NO_LIMIT = 1_000_000  # megabytes; what was landed was weighed then


@dataclass(frozen=True, slots=True)
class Load:
    """One template's share of one file, as the ledger and the raw store both remember it."""

    load_id: int
    batch_id: str
    source: str
    template: str | None
    file_name: str
    file_hash: str
    mapping_hash: str | None


@contextmanager
def opened(home: Home) -> Iterator[tuple[duckdb.DuckDBPyConnection, Desk]]:
    """Hold the raw store: its lock, a connection that calls it `raw`, and a private folder to work in."""
    home.create()
    with FileLock(home.work / "raw.lock", timeout=_LOCK_SECONDS):
        scratch = _scratch(home)
        con = duckdb.connect(config=_config(scratch))
        try:
            _attach(con, home)
            yield con, Desk(scratch, _NO_LIMIT)
        except OSError as error:
            raise unwritable(home.work, error) from error
        except duckdb.Error as error:
            if _is_of_full_disk(error):
                raise DiskFull(str(home.work)) from error
            raise
        finally:
            con.close()
            shutil.rmtree(scratch, ignore_errors=True)


def _is_of_full_disk(error: BaseException | None) -> bool:
    """Undoing what a full disk stopped may fail in turn: the reason is then further down the chain."""
    return error is not None and ("No space left" in str(error) or _is_of_full_disk(error.__context__))


def _scratch(home: Home) -> Path:
    """Make the private folder of one command; those of processes that died go."""
    try:
        for left in home.work.glob(f"{_SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)
        return Path(mkdtemp(dir=home.work, prefix=_SCRATCH))
    except OSError as error:
        raise unwritable(home.work, error) from error


def _config(scratch: Path) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "temp_directory": str(scratch / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def loads(con: duckdb.DuckDBPyConnection) -> list[Load]:
    """List what the raw store holds, in order."""
    found = con.execute(
        "select load_id, batch_id, source, template, file_name, file_hash, mapping_hash "
        "from raw.loaded order by load_id"
    ).fetchall()
    return [Load(*row) for row in found]


def record(con: duckdb.DuckDBPyConnection, load: Load, counts: Counts) -> None:
    """Remember a load beside its rows."""
    con.execute(
        "insert into raw.loaded values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            load.load_id,
            load.batch_id,
            load.source,
            load.template,
            load.file_name,
            load.file_hash,
            load.mapping_hash,
            counts.read,
            counts.rejected,
            counts.unchanged if load.template else 0,
        ],
    )


def has_newer_rows(con: duckdb.DuckDBPyConnection, loads: Sequence[Load]) -> bool:
    """Say whether later files gave rows to the same templates: what these loads gave may not win any more."""
    latest = max(load.load_id for load in loads)
    templates = {load.template for load in loads if load.template}
    counted = " union all ".join(
        f"select 1 from raw.{template}{table} where load_id > {latest}"
        for template in sorted(templates)
        for table in ("", "_superseded")
    )
    return bool(counted) and con.execute(f"{counted} limit 1").fetchone() is not None


def undo(con: duckdb.DuckDBPyConnection, load_ids: list[int]) -> None:
    """Take loads back, the latest first: their rows go, those that they replaced win again."""
    if not load_ids:
        return
    con.execute("begin")
    for load_id in sorted(load_ids, reverse=True):
        for template in TEMPLATES:
            name = template.name
            con.execute(f"delete from raw.{name} where load_id = {load_id}")
            con.execute(f"delete from raw.{name}_superseded where load_id = {load_id}")
            con.execute(
                f"insert into raw.{name} select * exclude (superseded_by_load_id) from raw.{name}_superseded "
                f"where superseded_by_load_id = {load_id}"
            )
            con.execute(f"delete from raw.{name}_superseded where superseded_by_load_id = {load_id}")
        con.execute(f"delete from raw.rejected_rows where load_id = {load_id}")
        con.execute(f"delete from raw.loaded where load_id = {load_id}")
    con.execute("commit")


def _attach(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Attach the raw store; one that does not open, or has other tables, is made anew: it can be rebuilt."""
    try:
        con.execute(f"attach {_quoted(home.raw_file)} as raw")
    except duckdb.Error:
        _remove(home)
        con.execute(f"attach {_quoted(home.raw_file)} as raw")
    if not _is_current(con):
        start_afresh(con, home)


def _is_current(con: duckdb.DuckDBPyConnection) -> bool:
    """Compare the tables with their description."""
    wanted = duckdb.connect()
    wanted.execute(ddl.ddl())
    query = (
        "select table_name, column_name, data_type from duckdb_columns() where database_name = ? order by all"
    )
    found = con.execute(query, ["raw"]).fetchall()
    expected = wanted.execute(query, ["memory"]).fetchall()
    wanted.close()
    return found == expected


def _create(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("use raw")
    con.execute(ddl.ddl())
    con.execute("use memory")


def start_afresh(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Throw the raw store away; its rows come again from the landing."""
    con.execute("detach raw")
    _remove(home)
    con.execute(f"attach {_quoted(home.raw_file)} as raw")
    _create(con)


def _remove(home: Home) -> None:
    home.raw_file.unlink(missing_ok=True)
    home.raw_file.with_name(home.raw_file.name + ".wal").unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
