"""What is written from the templates: sample files, the raw store's tables, the page of the guide."""

from pathlib import Path

from ingest import ddl, documentation, examples
from ingest.columns import Kind
from ingest.templates import TEMPLATES
from tests.ingest.conftest import Office

ROOT = Path(__file__).parents[2]


def test_the_sample_files_can_be_ingested(office: Office, tmp_path: Path) -> None:
    """Two rows of each template, without a finding; the workbooks say the same in French."""
    examples.write(tmp_path / "samples")

    csv = office.ingest(*sorted((tmp_path / "samples").glob("*.csv")))
    xlsx = office.ingest(*sorted((tmp_path / "samples").glob("*.xlsx")))

    assert [(item.accepted, item.rejected) for item in csv.items] == [(2, 0)] * 11
    assert [(item.accepted, item.unchanged) for item in xlsx.items] == [(0, 2)] * 11
    assert csv.findings == xlsx.findings == ()


def test_the_tables_of_the_raw_store_are_those_of_the_templates() -> None:
    """`python -m ingest.ddl` was run after the last change."""
    assert ddl.SQL_FILE.read_text(encoding="utf-8") == ddl.ddl()


def test_the_guide_is_that_of_the_templates() -> None:
    """`make docs` was run after the last change."""
    assert (ROOT / "docs/templates.md").read_text(encoding="utf-8") == documentation.templates()


def test_no_two_columns_of_a_template_share_a_spelling() -> None:
    """A header never means two things."""
    for template in TEMPLATES:
        spellings = [spelling for column in template.columns for spelling in column.spellings]
        assert len(spellings) == len(set(spellings)), template.name


def test_codes_have_one_meaning_each() -> None:
    """Nor does a French word of a list of codes."""
    for template in TEMPLATES:
        for column in template.columns:
            words = [word for choice in column.choices for word in (choice.code, *choice.spellings)]
            assert len(words) == len(set(words)), column.name
            assert bool(words) == (column.kind is Kind.CHOICE)


def test_keys_and_references_exist() -> None:
    """What a template says of another is true."""
    names = {template.name: template.names for template in TEMPLATES}
    for template in TEMPLATES:
        assert set(template.key) <= set(template.names)
        for reference in template.references:
            assert reference.column in template.names
            assert reference.target in names[reference.template]
