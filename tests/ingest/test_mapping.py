"""A source is declared as data: what its file may say, and what is refused."""

import pytest

from ingest.errors import MappingInvalid
from ingest.mapping import known_mappings, read_mapping
from tests.ingest.conftest import Office

SMALL = """\
-- == source small
-- null: -

-- == table person
--   code   code | id
--   label  label
--   town   town ?

-- == ignored log: stamp, line

-- == template clients from person
select person._row, person.code as client_id, person.label as name, person.town as city from person

-- == left out nobody
select 'Sans code' as what, count(*) as row_count, null::decimal(18, 2) as amount
from person
where person.code is null

-- == tie-out people
select
    'Personnes' as measure,
    (select count(*) from person) as source_count,
    0 as source_amount,
    count(*) as loaded_count,
    0 as loaded_amount,
from loaded_clients
"""


def test_every_mapping_that_comes_with_jalon_is_sound() -> None:
    """Each select is read by sqlglot: one statement, declared tables, the columns of its template."""
    assert set(known_mappings()) == {"dolibarr"}


def test_a_table_is_known_by_its_columns_in_each_version() -> None:
    """Alternatives and optional columns are declared, not programmed."""
    mapping = read_mapping(SMALL)

    assert [mapping.recognise(header) for header in (["code", "label"], ["ID", "x", "Label", "town"])] == [
        mapping.tables["person"]
    ] * 2
    assert mapping.tables["person"].find(["id", "x", "label", "town"]) == {"code": 0, "label": 2, "town": 3}
    assert mapping.recognise(["stamp", "line"]) is mapping.tables["log"]
    assert mapping.recognise(["code"]) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("-- == source small", ""),
        ("from person\n\n-- == left", "from somewhere\n\n-- == left"),
        ("from person\n\n-- == left", "from read_csv('/etc/passwd')\n\n-- == left"),
        ("from person\n\n-- == left", "from raw.clients\n\n-- == left"),
        ("person.label as name", "person.label as title"),
        ("person.label as name,", ""),
        ("person._row, ", ""),
        ("template clients from person", "template people from person"),
        ("template clients from person", "template clients from nowhere"),
        ("select person._row", "drop table x; select person._row"),
        ("select person._row", "selec person._row"),
        ("as measure", "as words"),
        ("-- == table person", "-- == table staged"),
    ],
)
def test_a_mapping_that_is_not_sound_is_refused(old: str, new: str) -> None:
    """Before it reads anything; the refusal names the section."""
    assert old in SMALL

    with pytest.raises(MappingInvalid):
        read_mapping(SMALL.replace(old, new, 1))


def test_a_source_is_forced_by_its_name(office: Office) -> None:
    """A file that is no table of it is refused then, even where a template would take it."""
    clients = office.write("clients.csv", "client_id;name\nC1;A\n")
    table = office.write("t.csv", "rowid,fk_paiement,fk_facture,amount\n1,1,1,10\n")

    ingested = office.ingest(clients, table, source="dolibarr")

    assert [finding.code for finding in ingested.findings if finding.file_name == "clients.csv"] == [
        "table_unknown"
    ]
    assert [item.file_name for item in ingested.items] == ["t.csv"]
