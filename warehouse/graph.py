"""The models of sql/: their headers, what each reads, and the order in which they run."""

import graphlib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"
SCHEMAS = ("staging", "core", "marts", "checks")
GIVEN = frozenset({"core.clock", "core.firm", "core.build"})
"""Relations that the build itself fills, beside all of raw and ledger."""

KEYS = frozenset({"grain", "key", "checks", "columns", "materialized", "severity"})
KINDS = frozenset({"unique", "not_null", "relates", "accepted", "true", "equals"})

_KEY_LINE = re.compile(r"^([a-z_]+):(?:\s+(.*))?$")
_EXPLANATION = re.compile(r"\s{2,}\(.*\)\s*$")
_COLUMN_LINE = re.compile(r"^([a-z_][a-z0-9_]*)\s{2,}(.+)$")


class ModelError(Exception):
    """A file of sql/ that the graph cannot take; a programming error, never a user's."""

    def __init__(self, relation: str, problem: str) -> None:
        super().__init__(f"{relation}: {problem}")
        self.relation = relation
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a header's checks."""

    relation: str
    kind: str
    text: str
    is_blocking: bool

    @property
    def name(self) -> str:
        """How reports call it, such as `marts.aging unique client_id, bucket`."""
        return f"{self.relation} {self.kind} {self.text}"


@dataclass(frozen=True, slots=True)
class Header:
    """What the comment above a model says."""

    description: str
    notes: str
    grain: tuple[str, ...]
    key: tuple[str, ...]
    checks: tuple[Check, ...]
    columns: Mapping[str, str]
    is_view: bool
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class Model:
    """One file of sql/: a relation, or for the schema checks a query for offending rows."""

    relation: str
    path: Path
    sql: str
    header: Header
    parents: frozenset[str]

    @property
    def schema(self) -> str:
        """The folder, which is the schema."""
        return self.relation.partition(".")[0]

    @property
    def name(self) -> str:
        """The file's stem, which is the table."""
        return self.relation.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Graph:
    """All models, parents before children."""

    models: Mapping[str, Model]
    fingerprint: str

    def __iter__(self) -> Iterator[Model]:
        return iter(self.models.values())

    def tables(self) -> list[Model]:
        """Every model that becomes a relation, in the order to run."""
        return [model for model in self if model.schema != "checks"]

    def edges(self) -> list[tuple[str, str]]:
        """Every pair of a model and a relation that it reads."""
        return [(model.relation, parent) for model in self for parent in sorted(model.parents)]

    def checks(self) -> list[Model]:
        """The queries of sql/checks/."""
        return [model for model in self if model.schema == "checks"]

    def downstream(self, changed: Iterable[str]) -> list[Model]:
        """Every model that reads, through any number of others, one of the `changed` relations."""
        touched = set(changed)
        found = []
        for model in self:
            if model.parents & touched:
                touched.add(model.relation)
                found.append(model)
        return found

    def lineage(self) -> dict[str, str]:
        """A fingerprint per relation, of its SQL and of all that it reads."""
        found: dict[str, str] = {}
        for model in self:
            above = [found.get(parent, parent) for parent in sorted(model.parents)]
            found[model.relation] = hashlib.sha256("\0".join((model.sql, *above)).encode()).hexdigest()[:16]
        return found

    def upstream(self, wanted: Iterable[str]) -> list[Model]:
        """The `wanted` models and all that they read, in the order to run."""
        needed = set(wanted)
        for model in reversed(list(self)):
            if model.relation in needed:
                needed |= model.parents
        return [model for model in self if model.relation in needed]


Files = tuple[tuple[str, Path, str], ...]
Edges = frozenset[tuple[str, str]]
"""Pairs of a model and a relation that it reads."""


def load(folder: Path = SQL_FOLDER, *, edges: Edges | None = None) -> Graph:
    """Read every model below `folder`; the answer is kept until a file changes.

    Who knows the `edges` of these very files spares the parser 0.3 s.

    Raises:
        ModelError: a header that cannot be read, a parent that does not exist, a cycle.
    """
    files = _files(folder)
    return _arranged(_digest(files), files, edges)


def fingerprint(folder: Path = SQL_FOLDER) -> str:
    """What identifies the models below `folder`, without understanding them."""
    return _digest(_files(folder))


def _files(folder: Path) -> Files:
    return tuple(
        (f"{schema}.{path.stem}", path, path.read_text(encoding="utf-8"))
        for schema in SCHEMAS
        for path in sorted((folder / schema).glob("*.sql"))
    )


def _digest(files: Files) -> str:
    digest = hashlib.sha256()
    for relation, _, text in files:
        digest.update(f"{relation}\0{text}\0".encode())
    return digest.hexdigest()


@cache
def _arranged(fingerprint: str, files: Files, edges: Edges | None) -> Graph:
    above: dict[str, set[str]] = {}
    for relation, parent in edges or ():
        above.setdefault(relation, set()).add(parent)
    models = {
        relation: read_model(relation, path, text)
        if edges is None
        else Model(relation, path, text, read_header(relation, text), frozenset(above.get(relation, ())))
        for relation, path, text in files
    }
    sorter: graphlib.TopologicalSorter[str] = graphlib.TopologicalSorter()
    for relation in sorted(models):
        known = models[relation].parents & models.keys()
        for parent in sorted(models[relation].parents - known):
            if not is_given(parent):
                raise ModelError(relation, f"reads {parent}, which no file of sql/ defines")
        sorter.add(relation, *sorted(known))
    try:
        order = list(sorter.static_order())
    except graphlib.CycleError as error:
        raise ModelError(error.args[1][0], f"reads itself: {' -> '.join(error.args[1])}") from error
    return Graph({relation: models[relation] for relation in order}, fingerprint)


def read_model(relation: str, path: Path, text: str) -> Model:
    """One file of sql/, understood by itself."""
    return Model(relation, path, text, read_header(relation, text), parents(relation, text))


def is_given(relation: str) -> bool:
    """Whether no model makes this relation: a raw table, a ledger table, or one that the build fills."""
    return relation in GIVEN or relation.partition(".")[0] in {"raw", "ledger"}


def parents(relation: str, text: str) -> frozenset[str]:
    """Every schema-qualified relation that the query reads.

    Raises:
        ModelError: it does not parse, or names a table without its schema.
    """
    import sqlglot  # noqa: PLC0415 - 0.1 s that a command which reads no model need not pay
    from sqlglot import exp  # noqa: PLC0415

    try:
        tree = sqlglot.parse_one(text, read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise ModelError(relation, f"does not parse: {error}") from error
    names = {cte.alias for cte in tree.find_all(exp.CTE)}
    found = set()
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            continue
        if table.db:
            found.add(f"{table.db}.{table.name}")
        elif table.name not in names:
            raise ModelError(relation, f"names {table.name} without its schema")
    return frozenset(found)


def read_header(relation: str, text: str) -> Header:
    """Parse the comment at the top of a model.

    Raises:
        ModelError: an unknown key, an unknown kind of check, or a line that fits nowhere.
    """
    prose: list[str] = []
    notes: list[str] = []
    keys: dict[str, list[str]] = {}
    current = ""
    for line in _comment(text):
        found = _KEY_LINE.match(line)
        if found:
            current = found[1]
            if current not in KEYS:
                raise ModelError(relation, f"unknown header key {current!r}")
            if current in keys:
                raise ModelError(relation, f"header key {current!r} twice")
            keys[current] = [found[2].strip()] if found[2] else []
        elif current and line.startswith("  "):
            _extend(keys[current], line)
        else:
            current = ""
            (notes if keys else prose).append(line.strip())
    return Header(
        description="\n".join(prose).strip(),
        notes="\n".join(notes).strip(),
        grain=_names(keys.get("grain", [])),
        key=_names(keys.get("key", [])),
        checks=tuple(_check(relation, line) for line in keys.get("checks", [])),
        columns=dict(_column(relation, line) for line in keys.get("columns", [])),
        is_view=_choice(relation, keys, "materialized", "table", "view") == "view",
        is_blocking=_choice(relation, keys, "severity", "block", "warn") == "block",
    )


def _comment(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("--"):
            return
        yield line[2:].removeprefix(" ").rstrip()


def _extend(lines: list[str], line: str) -> None:
    """Add an indented line of a section; one indented further carries on with the line above."""
    if line.startswith("    ") and lines:
        lines[-1] = f"{lines[-1]} {line.strip()}"
    else:
        lines.append(line.strip())


def _names(lines: list[str]) -> tuple[str, ...]:
    text = _EXPLANATION.sub("", " ".join(lines))
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _choice(relation: str, keys: Mapping[str, list[str]], key: str, default: str, other: str) -> str:
    value = " ".join(keys.get(key, [default]))
    if value not in {default, other}:
        raise ModelError(relation, f"{key} is {default} or {other}, not {value!r}")
    return value


def _check(relation: str, line: str) -> Check:
    kind, _, text = line.partition(" ")
    is_blocking = kind != "warn"
    if not is_blocking:
        kind, _, text = text.strip().partition(" ")
    if kind not in KINDS or not text.strip():
        raise ModelError(relation, f"unknown check {line!r}")
    return Check(relation, kind, text.strip(), is_blocking)


def _column(relation: str, line: str) -> tuple[str, str]:
    found = _COLUMN_LINE.match(line)
    if not found:
        raise ModelError(relation, f"a column line is a name, two spaces and a text, not {line!r}")
    return found[1], re.sub(r"\s+", " ", found[2])
