"""Headers, edges and order of the models."""

from pathlib import Path

import pytest

from warehouse import graph

HEADER = """-- What each client owes.
-- By lateness.
--
-- grain:    client_id, bucket
-- key:      client_id            (what a keyed refresh deletes and derives again)
-- materialized: view
-- checks:
--   unique    client_id, bucket
--   warn true  open_amount > 0
--                or bucket = 'retention'
-- columns:
--   open_amount  EUR with VAT; a credit note's
--                balance is negative
--
-- Why so: because.
select 1 as client_id
"""


def test_a_header_says_what_a_parser_cannot_know() -> None:
    """Sentence, grain, key, checks, columns, reasons."""
    header = graph.read_header("marts.aging", HEADER)

    assert header.description == "What each client owes.\nBy lateness."
    assert header.grain == ("client_id", "bucket")
    assert header.key == ("client_id",)
    assert header.is_view
    assert header.notes == "Why so: because."
    assert header.columns == {"open_amount": "EUR with VAT; a credit note's balance is negative"}
    assert [(check.kind, check.text, check.is_blocking) for check in header.checks] == [
        ("unique", "client_id, bucket", True),
        ("true", "open_amount > 0 or bucket = 'retention'", False),
    ]


@pytest.mark.parametrize(
    "line",
    ["-- reads: core.x", "-- checks:\n--   unlikely a", "-- severity: loud", "-- columns:\n--   a one space"],
)
def test_what_a_header_cannot_mean_is_an_error(line: str) -> None:
    """An unknown key, an unknown kind of check, a value out of the list."""
    with pytest.raises(graph.ModelError, match=r"core\.x"):
        graph.read_header("core.x", f"-- A row.\n--\n{line}\nselect 1")


def _write(folder: Path, **models: str) -> Path:
    for name, sql in models.items():
        schema, _, stem = name.partition("__")
        (folder / schema).mkdir(exist_ok=True)
        (folder / schema / f"{stem}.sql").write_text(f"-- A row.\n{sql}\n")
    return folder


def test_parents_run_before_children(tmp_path: Path) -> None:
    """The order comes from what the queries read."""
    models = graph.load(
        _write(
            tmp_path,
            marts__a="with c as (select 1 from core.c) select * from c",
            core__c="select 1 from staging.s cross join core.clock",
            staging__s="select 1 from raw.s",
        )
    )
    assert list(models.models) == ["staging.s", "core.c", "marts.a"]
    assert [model.relation for model in models.downstream({"core.clock"})] == ["core.c", "marts.a"]
    assert [model.relation for model in models.upstream({"core.c"})] == ["staging.s", "core.c"]


def test_a_circle_is_an_error(tmp_path: Path) -> None:
    """Two models that read each other have no order."""
    _write(tmp_path, core__a="select 1 from core.b", core__b="select 1 from core.a")
    with pytest.raises(graph.ModelError, match="reads itself"):
        graph.load(tmp_path)


def test_an_unknown_relation_is_an_error(tmp_path: Path) -> None:
    """What no file defines cannot be read."""
    with pytest.raises(graph.ModelError, match=r"core\.b"):
        graph.load(_write(tmp_path, core__a="select 1 from core.b"))


def test_a_table_without_its_schema_is_an_error(tmp_path: Path) -> None:
    """Each file runs in a shell by itself, and its edges can be read."""
    with pytest.raises(graph.ModelError, match="without its schema"):
        graph.load(_write(tmp_path, core__a="select 1 from b"))


def test_any_change_of_a_parent_changes_the_fingerprint_below(tmp_path: Path) -> None:
    """A relation is stamped with its own SQL and that of all it reads."""
    _write(tmp_path, core__a="select 1 as x from raw.s", marts__b="select x from core.a", marts__c="select 1")
    before = graph.load(tmp_path).lineage()
    _write(tmp_path, core__a="select 2 as x from raw.s")
    after = graph.load(tmp_path).lineage()
    assert before["marts.b"] != after["marts.b"]
    assert before["marts.c"] == after["marts.c"]
