"""Files that come again: what is the same changes nothing, what is later wins."""

from tests.ingest.conftest import Office
from tests.ingest.small_firm import CLIENTS, counts, firm


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    """Not the raw store, not the ledger; the second time every row is unchanged."""
    firm(office)
    rows, seq = office.everything(), office.seq()

    again = firm(office)

    assert counts(again) == [(2, 0, 0, 2), (1, 0, 0, 1), (1, 0, 0, 1), (2, 0, 0, 2)]
    assert (office.everything(), office.seq()) == (rows, seq)


def test_rejected_rows_are_rejected_again(office: Office) -> None:
    """A file given twice is not cured."""
    content = "client_id;name;payment_terms_days\nC1;A;30\nC2;B;9999\n"

    assert counts(office.take(content)) == [(2, 1, 1, 0)]
    again = office.take(content)
    assert counts(again) == [(2, 0, 1, 1)]
    assert [finding.code for finding in again.findings] == ["terms_out_of_range"]


def test_a_copy_in_the_same_command_is_unchanged(office: Office) -> None:
    """Two names, one content."""
    ingested = office.ingest(office.write("a.csv", CLIENTS), office.write("b.csv", CLIENTS))

    assert counts(ingested) == [(2, 2, 0, 0), (2, 0, 0, 2)]
    assert [item.file_name for item in ingested.items] == ["a.csv", "b.csv"]


def test_a_later_row_replaces_and_the_earlier_stays_on_record(office: Office) -> None:
    """Only what changed counts as accepted."""
    office.take(CLIENTS, name="a.csv")

    ingested = office.take("client_id;name\nC1;A\nC2;New\nC3;C\n", name="b.csv")

    assert counts(ingested) == [(3, 2, 0, 1)]
    assert office.rows("select client_id, name, load_id from raw.clients order by all") == [
        ("C1", "A", 1),
        ("C2", "New", 2),
        ("C3", "C", 2),
    ]
    assert office.rows(
        "select client_id, name, load_id, superseded_by_load_id from raw.clients_superseded"
    ) == [("C2", "B", 1, 2)]


def test_a_file_brought_again_after_another_replaces_again(office: Office) -> None:
    """A, then B, then A: the source went back, and so does the firm; a fourth time changes nothing."""
    first, second = "client_id,name\nC1,Alpha\n", "client_id,name\nC1,Beta\n"
    office.take(first)
    office.take(second)

    back = office.take(first)
    loads = len(office.loads())
    again = office.take(first)

    assert (back.items[0].accepted, back.items[0].unchanged) == (1, 0)
    assert (again.items[0].accepted, again.items[0].unchanged) == (0, 1)
    assert office.rows("select name from raw.clients") == [("Alpha",)]
    assert len(office.loads()) == loads


def test_a_file_brought_again_after_another_key_changes_nothing(office: Office) -> None:
    """Rows that others did not touch are what they were: no load is added."""
    first = "client_id,name\nC1,Alpha\nC9,\n"
    office.take(first)
    office.take("client_id,name\nC2,Beta\n")
    loads = len(office.loads())

    again = office.take(first)

    assert (again.items[0].read, again.items[0].unchanged, again.items[0].rejected) == (2, 1, 1)
    assert len(again.items) == 1
    assert len(office.loads()) == loads
