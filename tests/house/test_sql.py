"""The SQL models keep the house rules, and their headers speak of columns that exist."""

import pytest

from warehouse import checks, graph, lint, raw, shape


@pytest.fixture(scope="module")
def models() -> graph.Graph:
    """Every model."""
    return graph.load()


@pytest.fixture(scope="module")
def shapes(models: graph.Graph) -> dict[str, shape.Columns]:
    """The columns of every relation; each model runs on empty tables."""
    return shape.learn(models.tables(), raw.ddl(graph.SQL_FOLDER))


def test_models_keep_the_house_rules(models: graph.Graph) -> None:
    """Headers complete, one star, no clock, no chance."""
    assert lint.problems(models) == []


def test_headers_speak_of_columns_that_exist(models: graph.Graph, shapes: dict[str, shape.Columns]) -> None:
    """Grain, key and column texts name columns of the relation."""
    unknown = [
        f"{model.relation}: {name}"
        for model in models.tables()
        for name in (*model.header.grain, *model.header.key, *model.header.columns)
        if name.isidentifier() and name not in shapes[model.relation]
    ]
    assert unknown == []


def test_every_check_can_be_asked(models: graph.Graph, shapes: dict[str, shape.Columns]) -> None:
    """Each line of a header is a query that the engine takes."""
    assert shapes
    assert [checks.offending(check) for model in models for check in model.header.checks]


def test_money_is_decimal(models: graph.Graph, shapes: dict[str, shape.Columns]) -> None:
    """No amount is a float anywhere, and a mart's has two decimals."""
    floats = [
        f"{model.relation}.{column}"
        for model in models.tables()
        for column, kind in shapes[model.relation].items()
        if column.endswith("_amount")
        and not kind.startswith("DECIMAL(18,2)" if model.schema == "marts" else "DECIMAL")
    ]
    assert floats == []


def test_no_relation_publishes_what_a_person_costs(
    models: graph.Graph, shapes: dict[str, shape.Columns]
) -> None:
    """The published file holds sums per phase, never a cost rate."""
    assert [model.relation for model in models.tables() if "cost_rate" in shapes[model.relation]] == []
