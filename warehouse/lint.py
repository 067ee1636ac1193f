"""House rules of the SQL models, read from their trees."""

import re
from collections.abc import Iterator

import sqlglot
from sqlglot import exp

from warehouse.graph import GIVEN, Graph, Model

_CLOCKS = (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.CurrentDatetime)
_CLOCK_NAMES = frozenset(
    {
        "now",
        "today",
        "current_localtime",
        "current_localtimestamp",
        "get_current_time",
        "get_current_timestamp",
    }
)
_CHANCE = frozenset({"random", "uuid", "gen_random_uuid", "uuidv4", "uuidv7", "rand"})
_DECIDED = frozenset({"ledger.validations", "ledger.drafts", "ledger.draft_lines", "ledger.draft_states"})
_SECRET = "cost_rate"  # noqa: S105 - a column
_SECRET_READER = "core.phase_costs"  # noqa: S105 - a relation
_MERGES = re.compile(r"\bselect distinct\b|\bunion\b(?!\s+all)")
_BARE_JOIN = re.compile(r"^\s*join\b")


def problems(models: Graph) -> list[str]:
    """Every breach, as `relation: what`."""
    found = [f"{model.relation}: {what}" for model in models for what in _of(model)]
    late = {model.relation for model in models.downstream(_DECIDED | {"core.build"})}
    found += [
        f"{model.relation}: reads raw below a decision, so that a refresh would need the raw store"
        for model in models
        if model.relation in late and any(parent.startswith("raw.") for parent in model.parents)
    ]
    return found


def _of(model: Model) -> Iterator[str]:
    tree = sqlglot.parse_one(model.sql, read="duckdb")
    yield from _header(model)
    yield from _form(model, tree)
    yield from _stars(tree)
    yield from _words(model)
    yield from _functions(tree)
    yield from _secrets(model, tree)


def _header(model: Model) -> Iterator[str]:
    header = model.header
    if not header.description:
        yield "the header does not say what a row is"
    if model.schema != "checks":
        if not header.grain:
            yield "the header names no grain"
        if not header.checks and not header.is_view:  # a view's rows are checked where they are made
            yield "the header has no check"
    if model.relation in GIVEN:
        yield "the build fills this relation itself"
    if header.is_view and any(parent.startswith("raw.") for parent in model.parents):
        yield "a view cannot read raw, which is not published"


def _form(model: Model, tree: exp.Expr) -> Iterator[str]:
    ctes = tree.args.get("with_")
    names = [cte.alias for cte in ctes.expressions] if ctes else []
    if not names or names[-1] != model.name:
        yield f"the last CTE is not named {model.name}"
    is_plain = isinstance(tree, exp.Select) and isinstance(tree.expressions[0], exp.Star)
    last = tree.args.get("from_")
    if not is_plain or last is None or last.this.name != model.name or tree.args.get("where"):
        yield f"does not end with select * from {model.name}"


def _stars(tree: exp.Expr) -> Iterator[str]:
    """A star over a CTE is readable, its columns stand above; one over another file's relation is not."""
    for select in tree.find_all(exp.Select):
        starred = any(
            isinstance(column, exp.Star)
            or (isinstance(column, exp.Column) and isinstance(column.this, exp.Star))
            for column in select.expressions
        )
        sources = [select.args.get("from_"), *(select.args.get("joins") or [])]
        if starred and any(isinstance(each.this, exp.Table) and each.this.db for each in sources if each):
            yield "a star over a relation of another file"


def _words(model: Model) -> Iterator[str]:
    lines = model.sql.splitlines()
    for number, line in enumerate(lines):
        code = line.partition("--")[0].lower()
        explained = "--" in line or (number > 0 and lines[number - 1].lstrip().startswith("--"))
        if _MERGES.search(code) and not explained:
            yield f"line {number + 1}: distinct or union without a reason"
        if _BARE_JOIN.match(code):
            yield f"line {number + 1}: a join without its kind"


def _functions(tree: exp.Expr) -> Iterator[str]:
    for node in tree.walk():
        name = node.name.lower() if isinstance(node, exp.Anonymous) else ""
        if isinstance(node, _CLOCKS) or name in _CLOCK_NAMES:
            yield "reads the machine's clock; core.clock has the day"
        if isinstance(node, (exp.Rand, exp.Uuid)) or name in _CHANCE:
            yield "leaves something to chance"
        if isinstance(node, exp.Not) and isinstance(node.this, exp.In) and node.this.args.get("query"):
            yield "not in (subquery) is empty when the subquery has a null"
        if isinstance(node, exp.Group) and any(isinstance(each, exp.Literal) for each in node.expressions):
            yield "groups by position"


def _secrets(model: Model, tree: exp.Expr) -> Iterator[str]:
    if model.relation != _SECRET_READER and any(
        column.name == _SECRET for column in tree.find_all(exp.Column)
    ):
        yield f"reads {_SECRET}, which only {_SECRET_READER} may"
