"""The data dictionary and the lineage, read from the models; docs/generate.py writes them down."""

from collections.abc import Iterable, Iterator, Mapping

from warehouse import given, graph, raw, shape
from warehouse.graph import Graph, Model

_SCHEMAS = {
    "marts": "What people and programs read; its columns are the public contract.",
    "core": "What the marts are derived from; it may change from one version to the next.",
    "staging": "The rows of the sources, one relation per template, without those that refer to nothing.",
}
_ABOUT = """\
The relations of `warehouse.duckdb`. The same texts are in the file itself, as comments on tables and columns;
`jalon query "DESCRIBE marts.billable"` lists a relation's columns. Amounts are EUR."""
_NOTICE = "<!-- Written from sql/ by `python -m docs.generate`; a test keeps it fresh. -->"


def dictionary() -> str:
    """Every published relation: what a row is, its columns, its checks."""
    models = graph.load()
    shapes = shape.learn(models.tables(), raw.ddl(graph.SQL_FOLDER))
    parts = [
        "# Data dictionary",
        _NOTICE,
        _ABOUT,
    ]
    for schema, said in _SCHEMAS.items():
        parts.append(f"## Schema `{schema}`\n\n{said}")
        members = [model for model in models.tables() if model.schema == schema]
        parts += [_relation(model, shapes) for model in sorted(members, key=lambda model: model.relation)]
    parts.append("## Filled by the build")
    parts += [_given(name, said, shapes) for name, said in sorted(given.DESCRIPTIONS.items())]
    parts.append("## Schema `ledger`\n\nThe copy of what people decided, without credentials.")
    parts += [_given(name, _ledger_text(name), shapes) for name in sorted(given.ledger_columns())]
    return "\n\n".join(parts) + "\n"


def lineage() -> str:
    """What each relation reads, and what reads it, with a drawing per mart."""
    models = graph.load()
    tables = sorted(models.tables(), key=lambda model: model.relation)
    marts = [model for model in tables if model.schema == "marts"]
    parts = ["# Lineage", _NOTICE, "Read from the SQL itself: nobody keeps this by hand.", _table(tables)]
    parts += [f"## `{model.relation}`\n\n{_drawing(models, model)}" for model in marts]
    return "\n\n".join(parts) + "\n"


def _relation(model: Model, shapes: Mapping[str, shape.Columns]) -> str:
    header = model.header
    said = [f"### `{model.relation}`", header.description]
    if header.grain:
        said.append(f"Grain: {', '.join(header.grain)}." + (" A view." if header.is_view else ""))
    if header.notes:
        said.append(header.notes)
    said.append(_columns(shapes[model.relation], header.columns))
    if header.checks:
        said.append("\n".join(_check_lines(model)))
    return "\n\n".join(said)


def _check_lines(model: Model) -> Iterator[str]:
    for check in model.header.checks:
        yield f"- {'' if check.is_blocking else 'warns: '}`{check.kind} {check.text}`"


def _given(relation: str, said: str, shapes: Mapping[str, shape.Columns]) -> str:
    return f"### `{relation}`\n\n{said}\n\n{_columns(shapes[relation], {})}"


def _ledger_text(relation: str) -> str:
    return given.LEDGER_DESCRIPTIONS.get(relation, "Copy of the ledger's table of that name.")


def _columns(columns: shape.Columns, texts: Mapping[str, str]) -> str:
    lines = ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| {name} | {kind} | {_cell(texts.get(name, ''))} |" for name, kind in columns.items()]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(tables: Iterable[Model]) -> str:
    models = list(tables)
    readers: dict[str, list[str]] = {}
    for model in models:
        for parent in model.parents:
            readers.setdefault(parent, []).append(model.relation)
    lines = ["| relation | reads | read by |", "|---|---|---|"]
    for model in models:
        below = ", ".join(sorted(readers.get(model.relation, [])))
        lines.append(f"| {model.relation} | {', '.join(sorted(model.parents))} | {below} |")
    return "\n".join(lines)


def _drawing(models: Graph, model: Model) -> str:
    above = models.upstream([model.relation])
    edges = sorted(
        f"    {_node(parent)} --> {_node(each.relation)}"
        for each in above
        for parent in each.parents
        if parent not in graph.GIVEN
    )
    return "\n".join(["```mermaid", "flowchart LR", *edges, "```"])


def _node(relation: str) -> str:
    return f"{relation.replace('.', '__')}[{relation}]"
