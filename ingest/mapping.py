"""A source declared as a data file: its tables, one select per template, and what to compare at the end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import sqlglot
from sqlglot import exp

from ingest.errors import MappingInvalid, UnknownSource
from ingest.templates import BY_NAME

FOLDER = Path(__file__).parent / "mappings"

_SECTION = re.compile(r"^-- == (source|table|ignored|template|left out|tie-out) (.+)$")
_OWN_NAMES = frozenset({"staged", "faults", "plain", "numbered", "judged", "good", "again", "rejections"})
_LEFT_OUT = ("what", "row_count", "amount")
_TIE_OUT = ("measure", "source_count", "source_amount", "loaded_count", "loaded_amount")


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """Our name of a source column, and the names that versions of the source gave it."""

    name: str
    alternatives: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table of the source, known by its columns; an ignored one is recognised and not taken."""

    name: str
    columns: tuple[SourceColumn, ...]
    is_ignored: bool

    def find(self, header: Sequence[str]) -> dict[str, int] | None:
        """Give the position of each column, or None when the header is not this table's."""
        found: dict[str, int] = {}
        for column in self.columns:
            position = next((header.index(name) for name in column.alternatives if name in header), None)
            if position is not None:
                found[column.name] = position
            elif not column.is_optional:
                return None
        return found


@dataclass(frozen=True, slots=True)
class Query:
    """A select of the mapping; `table` drives it, where it fills a template."""

    name: str
    sql: str
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A declared source; `text_hash` is its version."""

    name: str
    text: str
    nulls: tuple[str, ...]
    tables: dict[str, SourceTable]
    selects: tuple[Query, ...]
    left_out: tuple[Query, ...]
    tie_outs: tuple[Query, ...]

    @property
    def text_hash(self) -> str:
        """Identify this version of the mapping."""
        return sha256(self.text.encode()).hexdigest()

    def recognise(self, header: Sequence[str]) -> SourceTable | None:
        """Find the table that a header belongs to: the one with most of its columns there."""
        words = [word.strip().lower() for word in header]
        fitting = [table for table in self.tables.values() if table.find(words) is not None]
        return max(fitting, key=lambda table: len(table.columns), default=None)

    def templates_of(self, table: str) -> tuple[str | None, ...]:
        """Name the templates that a table drives; a lookup table drives none."""
        return tuple(select.name for select in self.selects if select.table == table) or (None,)


def known_mappings() -> dict[str, Mapping]:
    """Read every mapping that comes with jalon, by name."""
    return {
        file.stem: read_mapping(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.sql"))
    }


def named(source: str) -> Mapping:
    """Find the mapping of `--source`.

    Raises:
        UnknownSource: there is none of that name.
    """
    known = known_mappings()
    if source not in known:
        raise UnknownSource(source, known=tuple(known))
    return known[source]


def read_mapping(text: str) -> Mapping:
    """Read and check a mapping file.

    Raises:
        MappingInvalid: names the section that is wrong.
    """
    name = ""
    nulls: tuple[str, ...] = ()
    tables: dict[str, SourceTable] = {}
    queries: dict[str, list[Query]] = {"template": [], "left out": [], "tie-out": []}
    for kind, title, lines in _sections(text):
        if kind == "source":
            name, nulls = title, _nulls(lines)
        elif kind == "table":
            tables[title] = _table(title, lines)
        elif kind == "ignored":
            tables[title.split(":")[0]] = _ignored(title)
        else:
            table = None
            if kind == "template":
                title, _, table = title.partition(" from ")  # noqa: PLW2901 -- the title says both
            queries[kind].append(Query(title, _sql(lines), table))
    mapping = Mapping(
        name, text, nulls, tables, *(tuple(queries[kind]) for kind in ("template", "left out", "tie-out"))
    )
    _check(mapping)
    return mapping


def _sections(text: str) -> Iterator[tuple[str, str, list[str]]]:
    kind, title = "", ""
    lines: list[str] = []
    for line in text.splitlines():
        opening = _SECTION.match(line)
        if opening:
            if kind:
                yield kind, title, lines
            kind, title, lines = opening[1], opening[2].strip(), []
        else:
            lines.append(line)
    if kind:
        yield kind, title, lines


def _nulls(lines: list[str]) -> tuple[str, ...]:
    texts = [line.split("null:", 1)[1] for line in lines if line.startswith("-- null:")]
    return tuple(word.strip() for text in texts for word in text.split(","))


def _table(title: str, lines: list[str]) -> SourceTable:
    columns = []
    for line in lines:
        words = line.removeprefix("--").split()
        if not words:
            continue
        is_optional = words[-1] == "?"
        alternatives = tuple(word for word in words[1:] if word not in ("|", "?"))
        columns.append(SourceColumn(words[0], alternatives, is_optional))
    return SourceTable(title, tuple(columns), is_ignored=False)


def _ignored(title: str) -> SourceTable:
    name, _, signature = title.partition(":")
    columns = tuple(
        SourceColumn(word.strip(), (word.strip(),), is_optional=False) for word in signature.split(",")
    )
    return SourceTable(name, columns, is_ignored=True)


def _sql(lines: list[str]) -> str:
    return "\n".join(line for line in lines if not line.startswith("--")).strip()


def _check(mapping: Mapping) -> None:
    if not mapping.name:
        raise MappingInvalid("?", reason="la section « source » manque")
    reserved = _OWN_NAMES & mapping.tables.keys()
    if reserved:
        raise MappingInvalid(mapping.name, reason=f"noms de table réservés : {', '.join(sorted(reserved))}")
    for select in mapping.selects:
        if select.name not in BY_NAME or select.table not in mapping.tables:
            raise MappingInvalid(mapping.name, reason=f"« {select.name} from {select.table} » est inconnu")
        template = BY_NAME[select.name]
        required = {"_row", *(column.name for column in template.required)}
        outputs = _outputs(mapping, select)
        wrong = (outputs - {"_row", *template.names}) | (required - outputs)
        if wrong:
            raise MappingInvalid(mapping.name, reason=f"{select.name} : colonnes {', '.join(sorted(wrong))}")
    for queries, names in ((mapping.left_out, _LEFT_OUT), (mapping.tie_outs, _TIE_OUT)):
        for query in queries:
            if _outputs(mapping, query) != set(names):
                raise MappingInvalid(mapping.name, reason=f"{query.name} : attendu {', '.join(names)}")


def _outputs(mapping: Mapping, query: Query) -> set[str]:
    """Name the columns of a select, once it is seen to read nothing but declared tables."""
    try:
        statements = sqlglot.parse(query.sql, dialect="duckdb")
    except sqlglot.errors.ParseError as error:
        raise MappingInvalid(
            mapping.name, reason=f"{query.name} ne se lit pas ({error.errors[:1]})"
        ) from error
    tree = statements[0] if len(statements) == 1 else None
    if not isinstance(tree, exp.Select):
        raise MappingInvalid(mapping.name, reason=f"{query.name} doit être un seul select")
    shared = {cte.alias for cte in tree.find_all(exp.CTE)}
    loaded = {f"loaded_{name}" for name in BY_NAME}
    for table in tree.find_all(exp.Table):
        is_plain = isinstance(table.this, exp.Identifier) and not table.db
        if not is_plain or table.name not in mapping.tables.keys() | shared | loaded:
            raise MappingInvalid(mapping.name, reason=f"{query.name} lit « {table.sql()} », non déclaré")
    return set(tree.named_selects)
