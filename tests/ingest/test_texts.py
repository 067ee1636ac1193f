"""CSV files as they really come: separators, charsets, quotes, broken lines."""

import pytest

from tests.ingest.conftest import Office

CLIENTS = "Code client{0}Raison sociale{0}Ville\nC1{0}Société Générée{0}Orléans\nC2{0}Müller & Cie{0}\n"


def counts(office: Office, content: str | bytes) -> tuple[int, int, int, int]:
    """Ingest one file and give read, accepted, rejected, unchanged."""
    (item,) = office.take(content).items
    return item.read, item.accepted, item.rejected, item.unchanged


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_charsets_and_line_ends(office: Office, separator: str, charset: str, ending: str) -> None:
    """All of them give the same rows."""
    content = CLIENTS.format(separator).replace("\n", ending).encode(charset)

    assert counts(office, content) == (2, 2, 0, 0)
    assert office.rows("select client_id, name, city, row_number from raw.clients order by all") == [
        ("C1", "Société Générée", "Orléans", 2),
        ("C2", "Müller & Cie", None, 3),
    ]


def test_quotes_hold_separators_quotes_and_line_breaks(office: Office) -> None:
    """And the row after a line break keeps the number that a spreadsheet shows."""
    content = 'client_id,name,address\nC1,"Dupont, ""Père""","1 rue A\nBât. B"\nC2,X,\n'

    assert counts(office, content) == (2, 2, 0, 0)
    assert office.rows("select name, address, row_number from raw.clients order by all") == [
        ('Dupont, "Père"', "1 rue A\nBât. B", 2),
        ("X", None, 3),
    ]


def test_a_quote_inside_a_text_is_an_inch(office: Office) -> None:
    """It opens nothing."""
    assert counts(office, 'client_id;name\nC1;Tube 5" acier\nC2;X\n') == (2, 2, 0, 0)
    assert office.rows("select name from raw.clients order by all") == [('Tube 5" acier',), ("X",)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("C9;X", "too_few_cells"),
        ("C9;X;Paris;", "too_many_cells"),
        ("C9;X;Paris;45", "too_many_cells"),
        ('C9;"X;Paris', "broken_quotes"),
        ('C9;"X"y;Paris', "broken_quotes"),
        ("C9;X\0;Paris", "nul_character"),
    ],
)
@pytest.mark.parametrize("has_quotes", [False, True])
def test_a_broken_line_is_rejected_and_the_others_load(
    office: Office, line: str, code: str, *, has_quotes: bool
) -> None:
    """With its number in the sheet and its text."""
    first = '"C1";"A";"Lyon"' if has_quotes else "C1;A;Lyon"
    content = f"client_id;name;city\n{first}\n{line}\nC2;B;\n"

    assert counts(office, content) == (3, 2, 1, 0)
    assert office.rows("select client_id, row_number from raw.clients order by all") == [("C1", 2), ("C2", 4)]
    ((row_number, value, found),) = office.rows("select row_number, value, code from raw.rejected_rows")
    assert (row_number, value, found) == (3, line.replace("\0", "\ufffd"), code)


def test_an_extra_empty_cell_is_seen_in_a_quoted_file_too(office: Office) -> None:
    """The fast reader lets it pass without a word; counting separators does not."""
    assert counts(office, '"client_id";"name"\n"C1";"A"\n"C2";"B";\n') == (2, 1, 1, 0)


def test_empty_lines_count_as_rows_of_the_sheet(office: Office) -> None:
    """They hold nothing and are not read, but the rows below keep their number."""
    content = "client_id;name\n\nC1;A\n;\nC2;B\n\n"

    assert counts(office, content) == (2, 2, 0, 0)
    assert office.rows("select client_id, row_number from raw.clients order by all") == [("C1", 3), ("C2", 5)]


def test_a_header_below_a_title(office: Office) -> None:
    """What stands above the header is not data."""
    content = 'sep=;\n"Export du\n24/11";;\nclient_id;name\nC1;A\n'

    assert counts(office, content) == (1, 1, 0, 0)
    assert office.rows("select client_id, row_number from raw.clients") == [("C1", 4)]


def test_a_text_that_says_null_is_a_text(office: Office) -> None:
    """Only an empty cell is empty."""
    counts(office, "client_id;name\nNULL;\\N\n")

    assert office.rows("select client_id, name from raw.clients") == [("NULL", "\\N")]


def test_a_last_line_without_its_end(office: Office) -> None:
    """Many exports stop there."""
    assert counts(office, "client_id;name\nC1;A\nC2;B") == (2, 2, 0, 0)


def test_a_header_alone_is_a_file_without_rows(office: Office) -> None:
    """Nothing to read is not an error."""
    assert counts(office, "client_id;name\n") == (0, 0, 0, 0)


def test_a_line_without_end_is_rejected_alone(office: Office) -> None:
    """A megabyte in one cell stops neither the file nor the machine."""
    content = f"client_id;name\nC1;{'x' * 1_200_000}\nC2;B\n"

    assert counts(office, content) == (2, 1, 1, 0)


def test_many_rows_keep_their_numbers(office: Office) -> None:
    """The bulk reader works in parallel; the row number is still that of the line."""
    lines = "".join(f"C{number};N{number}\n" for number in range(2, 120_002))

    assert counts(office, f"client_id;name\n{lines}") == (120_000, 120_000, 0, 0)
    assert office.rows("select count(*) from raw.clients where client_id <> 'C' || row_number") == [(0,)]
