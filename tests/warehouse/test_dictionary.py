"""The documents read from the models."""

from warehouse import dictionary


def test_the_dictionary_names_each_column_with_its_type() -> None:
    """A mart's header becomes a page that people can search."""
    text = dictionary.dictionary()
    assert "### `marts.billable`" in text
    assert "| billable_amount | DECIMAL(18,2) |" in text
    assert "### `ledger.journal`" in text


def test_the_lineage_draws_what_a_mart_reads() -> None:
    """Every mart has its drawing, from the raw rows on."""
    text = dictionary.lineage()
    assert "## `marts.billable`" in text
    assert "raw__phases[raw.phases] --> staging__phases[staging.phases]" in text
