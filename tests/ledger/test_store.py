"""The ledger opened, read and written."""

import json
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from firm.errors import Refusal
from firm.home import Home
from firm.settings import Settings
from ledger import people, tables
from ledger.command import Answered, KeyReused, PhaseHeld
from ledger.copy import COLUMNS, rows_after
from ledger.ids import DraftId, PhaseId
from ledger.store import Ledger
from tests.ledger.conftest import MARIE, NOW
from tests.ledger.validations import append_validation


class Interrupted(Exception):  # noqa: N818 -- not ours, on purpose
    """Something fails in the middle of a command."""


def _validate(ledger: Ledger, progress: str = "0.30", *, key: str | None = None, now: datetime = NOW) -> str:
    with ledger.command(
        "validate", subject="P1", actor=MARIE, now=now, key=key, request={"progress": Decimal(progress)}
    ) as command:
        return append_validation(command, progress)


def test_who_founds_is_admin(home: Home, settings: Settings) -> None:
    """The first account gets in, and the journal says so."""
    ledger = Ledger.open(home, settings, account="marie", now=NOW)
    with ledger.read() as connection:
        assert [(person.name, person.role) for person in ledger.people(connection).values()] == [
            ("marie", "admin")
        ]
        (row,) = rows_after(connection, 0)["journal"]
    assert row[1:7] == (NOW.replace(tzinfo=None), "marie", "marie", "found", "home", "done")
    ledger.close()


def test_opening_again_founds_nothing(home: Home, settings: Settings) -> None:
    """A second account finds a home that is founded, and is nobody there."""
    Ledger.open(home, settings, account="marie", now=NOW).close()
    again = Ledger.open(home, settings, account="intrus", now=NOW)
    with again.read() as connection:
        assert again.head(connection) == 1
        assert "intrus" not in again.people(connection)
    again.close()


def test_a_command_writes_rows_and_one_journal_row(ledger: Ledger) -> None:
    """Who, when, what, after and why are on record, and the rows carry the same seq."""
    validation_id = _validate(ledger)
    with ledger.read() as connection:
        assert ledger.head(connection) == 6
        new = rows_after(connection, 5)
    assert new["validations"] == [
        (
            validation_id,
            6,
            "P1",
            date(2026, 3, 1),
            Decimal("0.30"),
            None,
            None,
            None,
            NOW.replace(tzinfo=None),
            "marie",
        )
    ]
    (row,) = new["journal"]
    entry = dict(zip([name for name, _ in COLUMNS["journal"]], row, strict=True))
    assert (entry["verb"], entry["subject"], entry["reason"]) == ("validate", "P1", "Réunion de chantier")
    assert json.loads(entry["after"]) == {"progress": "0.30"}
    assert entry["before"] is None


def test_a_body_that_fails_leaves_nothing(ledger: Ledger) -> None:
    """A command happens wholly or not at all."""

    def fails_late() -> None:
        with ledger.command("validate", subject="P1", actor=MARIE, now=NOW) as command:
            append_validation(command, "0.5")
            raise Interrupted

    with pytest.raises(Interrupted):
        fails_late()
    with ledger.read() as connection:
        assert ledger.head(connection) == 5
        assert rows_after(connection, 0)["validations"] == []


def test_nothing_to_decide_leaves_no_trace(ledger: Ledger) -> None:
    """The same file twice is not a second entry."""
    with ledger.command("ingest", subject="clients.csv", actor=MARIE, now=NOW) as command:
        command.nothing()
    with ledger.read() as connection:
        assert ledger.head(connection) == 5


def test_the_same_key_gives_the_first_answer(ledger: Ledger) -> None:
    """A second click writes nothing."""
    first = _validate(ledger, key="k1")
    with pytest.raises(Answered) as answered:
        _validate(ledger, key="k1")
    assert answered.value.answer == {"validation_id": first}
    with ledger.read() as connection:
        assert ledger.head(connection) == 6


def test_the_same_key_for_another_request_is_refused(ledger: Ledger) -> None:
    """A key stands for one request; its reuse is a mistake of the caller."""
    _validate(ledger, key="k1")
    with pytest.raises(KeyReused):
        _validate(ledger, "0.40", key="k1")
    with (
        pytest.raises(KeyReused),
        ledger.command("discard", subject="P1", actor=MARIE, now=NOW, key="k1", request={"progress": "0.30"}),
    ):
        pass


def test_a_refused_request_does_not_use_up_its_key(ledger: Ledger) -> None:
    """What was not done may be asked again."""
    with (
        pytest.raises(Interrupted),
        ledger.command(
            "validate", subject="P1", actor=MARIE, now=NOW, key="k1", request={"progress": Decimal("0.30")}
        ),
    ):
        raise Interrupted
    assert _validate(ledger, key="k1")


def _draft(ledger: Ledger, *phases: str) -> DraftId:
    with ledger.command("draft", subject=phases[0], actor=MARIE, now=NOW) as command:
        draft_id = DraftId(command.new_id("E"))
        command.append(
            tables.drafts,
            draft_id=draft_id,
            document_kind="invoice",
            project_id="A1",
            quote_id="D1",
            client_id="C1",
            net_amount=Decimal("100.10"),
            vat_amount=Decimal("20.02"),
            gross_amount=Decimal("120.12"),
            retention_amount=Decimal(0),
            drafted_on=date(2026, 3, 2),
        )
        command.append_rows(
            tables.draft_lines,
            [
                {
                    "draft_id": draft_id,
                    "line_number": number,
                    "phase_id": phase,
                    "line_kind": "work",
                    "net_amount": Decimal("100.10"),
                    "vat_rate": Decimal("0.20"),
                    "retention_rate": Decimal(0),
                }
                for number, phase in enumerate(phases, 1)
            ],
        )
        command.append(
            tables.draft_states,
            state_id=command.new_id("S"),
            draft_id=draft_id,
            state="open",
            stated_on=date(2026, 3, 2),
        )
        command.lock_phases([PhaseId(phase) for phase in phases], draft_id)
    return draft_id


def test_a_phase_is_in_one_open_draft(ledger: Ledger) -> None:
    """The second draft is refused whole, and told which draft holds what."""
    first = _draft(ledger, "P1", "P2")
    with pytest.raises(PhaseHeld) as refused:
        _draft(ledger, "P3", "P1", "P2")
    assert refused.value.holders == {"P1": first, "P2": first}
    assert [finding.subject for finding in refused.value.findings()] == ["P1", "P2"]
    _draft(ledger, "P3")


def test_a_phase_let_go_can_be_held_again(ledger: Ledger) -> None:
    """Discarding frees."""
    first = _draft(ledger, "P1")
    with ledger.command("discard", subject=first, actor=MARIE, now=NOW) as command:
        command.unlock_phases([PhaseId("P1")])
    _draft(ledger, "P1")


def test_amounts_come_back_to_the_cent(ledger: Ledger) -> None:
    """Money is stored in cents and read as euros, rates as they were given."""
    _draft(ledger, "P1")
    with ledger.read() as connection:
        rows = rows_after(connection, 5)
    assert rows["drafts"][0][6:10] == (
        Decimal("100.10"),
        Decimal("20.02"),
        Decimal("120.12"),
        Decimal("0.00"),
    )
    assert rows["draft_lines"][0][-2:] == (Decimal("0.20"), Decimal(0))


@pytest.mark.parametrize("progress", [0.3, Decimal("0.3333333333333"), Decimal("NaN"), Decimal(10000000)])
def test_what_a_column_could_only_round_is_refused(book: Ledger, progress: object) -> None:
    """Neither a float nor a digit too many gets in."""
    with (
        pytest.raises(Exception, match=r"Decimal|fit"),
        book.command("validate", subject="P1", actor=MARIE, now=NOW) as command,
    ):
        command.append(
            tables.validations,
            validation_id="V1",
            phase_id="P1",
            validated_on=date(2026, 3, 1),
            progress=progress,
        )
    with book.read() as connection:
        assert book.head(connection) == 1


def test_an_unknown_column_is_a_mistake_of_ours(book: Ledger) -> None:
    """A misspelt value is not silently dropped."""
    with (
        pytest.raises(ValueError, match="progres"),
        book.command("validate", subject="P1", actor=MARIE, now=NOW) as command,
    ):
        command.append(tables.validations, validation_id="V1", progres=Decimal(1))


def test_text_that_no_database_holds_is_made_fit(ledger: Ledger) -> None:
    """A reason typed in a broken encoding must not break the command."""
    with ledger.command("validate", subject="P\udce9", actor=MARIE, now=NOW) as command:
        command.note(reason="avant\x00après \udcff", after={"name": "\udcff"})
    with ledger.read() as connection:
        (row,) = rows_after(connection, 5)["journal"]
    assert row[9] == "avant\ufffdaprès ?"


def test_a_clock_set_back_stops_nobody(ledger: Ledger) -> None:
    """The order of the journal is that of its numbers, whatever the clock says."""
    _validate(ledger, now=NOW + timedelta(days=400))
    _validate(ledger, "0.35", now=datetime(1999, 12, 31, tzinfo=UTC))
    with ledger.read() as connection:
        assert [row[0] for row in rows_after(connection, 5)["journal"]] == [6, 7]


def test_commands_in_threads_take_turns(ledger: Ledger) -> None:
    """Nobody loses, and every seq is taken once."""
    threads = [
        threading.Thread(target=lambda: [_validate(ledger) for _ in range(5)], daemon=True) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with ledger.read() as connection:
        assert ledger.head(connection) == 25
        assert len(rows_after(connection, 0)["validations"]) == 20


def test_a_reader_sees_one_moment(ledger: Ledger) -> None:
    """What is read together belongs together, whoever writes meanwhile."""
    with ledger.read() as connection:
        before = ledger.head(connection)
        writer = threading.Thread(target=_validate, args=(ledger,), daemon=True)
        writer.start()
        writer.join(timeout=0.2)
        assert ledger.head(connection) == before
    writer.join(timeout=60)
    with ledger.read() as connection:
        assert ledger.head(connection) == before + 1


def test_an_impossible_url_is_refused(home: Home) -> None:
    """The reason and the remedy, not a traceback; the password stays unsaid."""
    for url in ("mysql://x:hidden@localhost/y", "not a url", "postgresql://x:hidden@/y?host=/nowhere"):
        with pytest.raises(Refusal) as refused:
            Ledger.open(home, Settings(ledger_url=url), account="marie", now=NOW)
        assert "hidden" not in refused.value.message


def test_the_people_of_a_home_are_listed(ledger: Ledger) -> None:
    """The list is the admin's."""
    listed = people.everyone(ledger, actor=MARIE, now=NOW)
    assert [person.name for person in listed] == [
        "analyst",
        "billing",
        "director",
        "marie",
        "project_manager",
    ]
