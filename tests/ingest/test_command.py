"""The whole way of a file: counts that add up, winners, waiting rows, replay."""

import pytest

from firm.settings import Settings
from ingest import command, raw
from ingest.errors import NothingIngested, UnknownSource
from ledger.identity import Actor
from ledger.rights import NotAllowed
from tests.ingest.conftest import NOW, TODAY, Office
from tests.ingest.small_firm import CLIENTS, INVOICE, PROJECTS, WHOLE, counts, firm


def test_within_a_file_the_last_row_of_a_key_wins(office: Office) -> None:
    """A row said twice in a row is unchanged; a row said back is a change."""
    ingested = office.take("client_id;name\nC1;A\nC1;A\nC1;B\nC1;A\n")

    assert counts(ingested) == [(4, 3, 0, 1)]
    assert office.rows("select name, row_number from raw.clients") == [("A", 5)]
    assert office.rows("select name, row_number from raw.clients_superseded order by row_number") == [
        ("A", 2),
        ("B", 4),
    ]


def test_a_key_may_have_an_empty_part(office: Office) -> None:
    """A reminder without a level is still one reminder."""
    content = "invoice_number;sent_on;level\nF1;2026-01-01;\nF1;2026-01-01;1\n"
    office.take(content)

    office.take(content + "F2;2026-01-01;\n", name="more.csv")

    assert office.rows("select count(*) from raw.reminders") == [(3,)]
    assert office.rows("select count(*) from raw.reminders_superseded") == [(0,)]


def test_a_row_that_refers_to_nothing_waits_and_comes_right(office: Office) -> None:
    """It counts as rejected, is kept, and needs no second ingest once its parent is there."""
    first = office.take(PROJECTS, name="projects.csv")
    assert counts(first) == [(1, 0, 1, 0)]
    assert [finding.column_name for finding in first.findings] == ["client_id"]

    office.take(CLIENTS, name="clients.csv")

    assert counts(office.take(PROJECTS, name="projects.csv")) == [(1, 0, 0, 1)]
    assert office.rows("select count(*) from raw.rejected_rows") == [(0,)]


def test_the_order_of_files_does_not_matter(office: Office) -> None:
    """References are judged at the end of the whole command."""
    ingested = office.ingest(*(office.write(name, content) for name, content in reversed(WHOLE.items())))

    assert [each[2] for each in counts(ingested)] == [0, 0, 0, 0]


def test_a_waiting_row_met_in_another_file_is_rejected_again(office: Office) -> None:
    """It says the same, and still refers to nothing."""
    office.take(PROJECTS, name="a.csv")

    assert counts(office.take(PROJECTS + "A2;C9;Autre\n", name="b.csv")) == [(2, 0, 2, 0)]


@pytest.mark.parametrize(
    ("content", "column", "code"),
    [
        (INVOICE + "F1;C1;2026-01-01;10,001;0;10", "net_amount", "too_many_decimals"),
        (INVOICE + "F1;C1;2026-01-01;99999999999999999;0;1", "net_amount", "out_of_range"),
        (INVOICE + "F1;C1;2026-01-01;NaN;0;1", "net_amount", "not_a_number"),
        (INVOICE + "F1;C1;2026-01-01;1;inf;1", "vat_amount", "not_a_number"),
        (INVOICE + "F1;C1;2026-02-30;1;0;1", "issued_on", "impossible_date"),
        ("phase_id;validated_on;progress\nP1;2026-01-01;-0.1", "progress", "progress_negative"),
        ("phase_id;validated_on;progress\nP1;2026-01-01;1.5", "progress", "progress_unclear"),
        ("phase_id;validated_on;progress\nP1;2026-01-01;100.5", "progress", "progress_above_100"),
        ("invoice_number;line_number;net_amount;vat_rate\nF1;1;1;-0.2", "vat_rate", "rate_out_of_range"),
        ("invoice_number;line_number;net_amount;vat_rate\nF1;1;1;101 %", "vat_rate", "rate_out_of_range"),
        ("entry_id;person;phase_id;worked_on;hours\nT1;X;P1;2026-01-01;25", "hours", "hours_out_of_range"),
        ("client_id;name;payment_terms_days\nC1;A;3651", "payment_terms_days", "terms_out_of_range"),
        ("client_id;name;payment_terms_days\nC1;A;-1", "payment_terms_days", "terms_out_of_range"),
        ("phase_id;quote_id;label;billing_mode;amount\nP1;D1;X;forfait;1", "billing_mode", "unknown_code"),
        ("client_id;name\n;A", "client_id", "empty"),
        (f"document_kind;{INVOICE}avoir;A1;C1;2026-01-01;10;2;12", "gross_amount", "positive_credit_note"),
    ],
)  # fmt: skip
def test_rows_that_are_rejected_say_where_and_why(
    office: Office, content: str, column: str, code: str
) -> None:
    """File, row, column, text and reason, with what to do about it."""
    ingested = office.take(content + "\n")

    assert counts(ingested) == [(1, 0, 1, 0)]
    (finding,) = ingested.findings
    assert (finding.file_name, finding.row_number, finding.column_name, finding.code) == (
        "export.csv",
        2,
        column,
        code,
    )
    assert finding.message
    assert finding.remedy
    ((found, reason),) = office.rows("select column_name, reason from raw.rejected_rows")
    assert found == column
    assert " ; " in reason


def test_totals_that_do_not_add_up_are_a_finding_only(office: Office) -> None:
    """An imported document is a fact of the past: it is loaded as it stands."""
    office.take(CLIENTS, name="clients.csv")

    ingested = office.take(INVOICE + "F1;C1;2026-01-01;100;20;119\n")

    assert counts(ingested) == [(1, 1, 0, 0)]
    assert len(ingested.findings) == 1


def test_one_refused_file_stops_no_other(office: Office) -> None:
    """The unknown header is a finding with the nearest template and what is missing."""
    ingested = office.ingest(
        office.write("a.csv", CLIENTS), office.write("b.csv", "Code client;Ville\nC1;Lyon\n")
    )

    assert counts(ingested) == [(2, 2, 0, 0)]
    (finding,) = ingested.findings
    assert (finding.file_name, finding.code) == ("b.csv", "header_unknown")
    assert "clients" in finding.message
    assert "name (Raison sociale)" in finding.message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"a;b\n1;2\n",
        b"%PDF-1.7",
        b"<?xml?><!DOCTYPE x><x/>",
        b"\0\1\x81",
        b"{}",
        b"PK\x03\x04x",
    ],
)
def test_what_is_no_template_is_refused_without_a_trace(office: Office, content: bytes) -> None:
    """Every reason is given; the ledger stays as it was."""
    seq = office.seq()

    with pytest.raises(NothingIngested) as refusal:
        office.take(content)

    assert refusal.value.others[0].file_name == "export.csv"
    assert (office.seq(), list(office.home.landing.iterdir())) == (seq, [])


def test_the_raw_store_rebuilds_from_the_landing(office: Office) -> None:
    """Ledger and landed files together give the same rows again."""
    firm(office)
    office.take("client_id;name\nC1;Z\nC2;B\nC4;bad\n;x\n", name="more.csv")
    before = office.everything()
    office.home.raw_file.unlink()

    office.sync()

    assert office.everything() == before


def test_a_damaged_raw_store_is_rebuilt(office: Office) -> None:
    """It holds nothing that cannot be found again."""
    firm(office)
    before = office.everything()
    office.home.raw_file.write_bytes(b"not a database")

    office.sync()

    assert office.everything() == before


def test_a_load_that_the_ledger_does_not_know_is_undone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that died between the raw store and the ledger leaves no row behind."""
    firm(office)
    before = office.everything()
    monkeypatch.setattr(raw, "undo", _does_nothing)
    monkeypatch.setattr(command, "_remember", _dies)
    with pytest.raises(KeyboardInterrupt):
        office.take("client_id;name\nC1;Z\nC1;Y\nC9;N\n;x\n", name="more.csv")
    monkeypatch.undo()
    assert office.everything() != before

    office.sync()

    assert office.everything() == before


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def _does_nothing(*_: object) -> None:
    pass


def test_what_fails_before_the_ledger_is_taken_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, where the process lives on."""
    firm(office)
    before = office.everything()
    monkeypatch.setattr(command, "_remember", _dies)

    with pytest.raises(KeyboardInterrupt):
        office.take("client_id;name\nC1;Z\n", name="more.csv")

    assert office.everything() == before


def test_the_ledger_remembers_each_load(office: Office) -> None:
    """File, hash, template and the four counts, under one sequence number."""
    firm(office)

    loads = office.loads()

    assert [(load.load_id, load.source, load.template, load.file_name) for load in loads] == [
        (1, "template", "clients", "clients.csv"),
        (2, "template", "projects", "projects.csv"),
        (3, "template", "quotes", "quotes.csv"),
        (4, "template", "phases", "phases.csv"),
    ]
    assert {load.seq for load in loads} == {office.seq()}
    assert [(load.read_count, load.accepted_count, load.rejected_count) for load in loads][:2] == [
        (2, 2, 0),
        (1, 1, 0),
    ]


def test_a_key_gives_the_first_answer_again(office: Office) -> None:
    """Also when the files changed meanwhile: nothing is read."""
    path = office.write("a.csv", CLIENTS)
    first = office.ingest(path, key="k1")
    path.write_text("client_id;name\nC9;Z\n")

    assert office.ingest(path, key="k1") == first
    assert office.rows("select count(*) from raw.clients") == [(2,)]


def test_without_the_right_nothing_is_landed(office: Office) -> None:
    """One journal row, and that is all."""
    path, seq = office.write("a.csv", CLIENTS), office.seq()

    with pytest.raises(NotAllowed):
        command.ingest(
            office.home, office.ledger, Settings(), [path], actor=Actor("paul"), now=NOW, today=TODAY
        )

    assert (office.seq(), list(office.home.landing.iterdir())) == (seq + 1, [])


def test_an_unknown_source_is_refused(office: Office) -> None:
    """With the names that are known."""
    with pytest.raises(UnknownSource) as refusal:
        office.ingest(office.write("a.csv", CLIENTS), source="sage")

    assert "dolibarr" in refusal.value.remedy


def test_texts_from_files_are_inert(office: Office) -> None:
    """Quotes and statements in names, cells and headers are texts."""
    name = "a'); drop table raw.clients; --.csv"

    office.take('client_id;name\n"C\'1";"\'); delete from raw.clients; --"\n', name=name)

    assert office.rows("select client_id, file_name from raw.clients") == [("C'1", name)]
