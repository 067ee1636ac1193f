"""The audit finds whatever no command wrote; a chisel here stands for anyone with the file."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from ledger import tables
from ledger.audit import audit
from ledger.engine import writing
from ledger.head import JournalForked
from ledger.identity import Actor
from ledger.store import Ledger
from tests.ledger.conftest import NOW
from tests.ledger.sample import discard, draft, fill, validate

Chisel = Callable[..., None]

COLUMNS = [(table.name, column.name) for table in tables.APPEND_ONLY for column in table.columns]
NULLABLE = [
    (table.name, column.name) for table in tables.APPEND_ONLY for column in table.columns if column.nullable
]
# Columns that hold a few words only: another of them.
OTHER_STATES = {
    ("journal", "outcome"): "'refused'",
    ("users", "role"): "'analyst'",
    ("users", "state"): "'removed'",
    ("drafts", "document_kind"): "'deposit'",
    ("draft_states", "state"): "'issued'",
}


@pytest.fixture
def filled(book: Ledger) -> Ledger:
    """A ledger with a row in every table."""
    fill(book)
    return book


@pytest.fixture
def chisel(filled: Ledger) -> Iterator[Chisel]:
    """Change the file behind the ledger's back, its triggers out of the way and put back after."""
    with closing(sqlite3.connect(filled.home.ledger_file, isolation_level=None)) as plain:
        guards = plain.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()

        def cut(*statements: str) -> None:
            plain.execute("begin")
            for name, _ in guards:
                plain.execute(f"drop trigger {name}")
            for statement in statements:
                assert plain.execute(statement).rowcount != 0, statement
            for _, sql in guards:
                plain.execute(sql)
            plain.execute("commit")

        yield cut


def _codes(ledger: Ledger) -> set[str]:
    return {finding.code for finding in audit(ledger)}


def test_a_ledger_written_by_commands_is_clean(ledger: Ledger) -> None:
    """On both engines, with a row in every table, and again after more."""
    fill(ledger)
    assert audit(ledger) == []
    discard(ledger, draft(ledger, "P3"), "P3")
    validate(ledger)
    assert audit(ledger) == []


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_any_change_of_any_column_is_found(filled: Ledger, chisel: Chisel, table: str, column: str) -> None:
    """One sign more, one unit more, something where there was nothing: each is found."""
    more = f"""case typeof("{column}") when 'integer' then "{column}" + 1000
        else coalesce("{column}", '') || ' ' end"""
    changed = OTHER_STATES.get((table, column), more)
    latest = f"seq = (select max(seq) from {table})"
    chisel(f'update {table} set "{column}" = {changed} where {latest}')
    assert _codes(filled) & {"journal_row_changed", "rows_changed", "row_without_command"}


@pytest.mark.parametrize(("table", "column"), NULLABLE)
def test_a_column_emptied_or_filled_is_found(filled: Ledger, chisel: Chisel, table: str, column: str) -> None:
    """Silence is a change too."""
    chisel(f"""update {table} set "{column}" = case when "{column}" is null then '' end""")
    assert _codes(filled) & {"journal_row_changed", "rows_changed"}


@pytest.mark.parametrize("table", [table.name for table in tables.VOUCHED])
def test_a_row_taken_away_is_found(filled: Ledger, chisel: Chisel, table: str) -> None:
    """Its command no longer wrote what it says it wrote."""
    chisel(f"delete from {table} where seq = (select max(seq) from {table})")
    assert "rows_changed" in _codes(filled)


def test_a_row_slipped_in_is_found(filled: Ledger, chisel: Chisel) -> None:
    """Under a command that exists, or under one that does not; no trigger forbids an insert."""
    copy = (
        "insert into validations select validation_id || 'x', {seq}, phase_id, validated_on, '1', "
        "null, null, null, recorded_at, actor from validations"
    )
    chisel(copy.format(seq="seq"))
    assert "rows_changed" in _codes(filled)
    chisel(copy.format(seq=99).replace("'x'", "'y'") + " limit 1")
    assert "row_without_command" in _codes(filled)


def test_a_journal_row_taken_away_is_found(filled: Ledger, chisel: Chisel) -> None:
    """In the middle it leaves a gap."""
    chisel("delete from journal where seq = 2")
    assert {"journal_row_missing", "journal_chain_broken"} <= _codes(filled)


def test_a_journal_cut_off_at_its_end_is_found(filled: Ledger, chisel: Chisel) -> None:
    """The head kept outside remembers; and no command goes on from there."""
    chisel(
        *(f"delete from {name} where seq = 4" for name in ("draft_lines", "draft_states", "drafts")),
        "delete from phase_lock",
        "delete from journal where seq = 4",
    )
    assert _codes(filled) == {"journal_forked"}
    with pytest.raises(JournalForked):
        validate(filled)


def test_journal_rows_exchanged_are_found(filled: Ledger, chisel: Chisel) -> None:
    """Their order is part of what they say."""
    chisel(
        "update journal set seq = -1 where seq = 2",
        "update journal set seq = 2 where seq = 3",
        "update journal set seq = 3 where seq = -1",
    )
    assert {"journal_row_changed", "journal_chain_broken"} <= _codes(filled)


@pytest.mark.parametrize("seq", [0, 5, 50])
def test_a_journal_row_added_is_found(filled: Ledger, chisel: Chisel, seq: int) -> None:
    """A copy of another entry vouches for nothing."""
    names = [column.name for column in tables.journal.columns][1:]
    listed = ", ".join(f'"{name}"' for name in names)
    chisel(f"insert into journal (seq, {listed}) select {seq}, {listed} from journal where seq = 4")
    assert _codes(filled) & {"journal_row_changed", "journal_chain_broken"}


def test_entries_forged_with_all_their_hashes_are_found(filled: Ledger) -> None:
    """Well-formed entries written past jalon leave the head behind by more than a crash does."""
    kept = filled.home.head_file.read_bytes()
    validate(filled)
    validate(filled)
    filled.home.head_file.write_bytes(kept)
    assert _codes(filled) == {"journal_row_added"}


def test_a_dropped_trigger_is_found(filled: Ledger) -> None:
    """Each trigger by its name."""
    with closing(sqlite3.connect(filled.home.ledger_file, isolation_level=None)) as plain:
        plain.execute("drop trigger journal_no_delete")
    assert [(found.code, found.subject) for found in audit(filled)] == [
        ("trigger_missing", "journal_no_delete")
    ]


def test_an_older_ledger_put_back_is_found(filled: Ledger) -> None:
    """Yesterday's file knows nothing of today's decisions; commands refuse to go on from it."""
    older = filled.home.root / "older.sqlite"
    shutil.copy(filled.home.ledger_file, older)
    validate(filled)
    shutil.copy(older, filled.home.ledger_file)
    assert _codes(filled) == {"journal_forked"}
    with pytest.raises(JournalForked):
        validate(filled)
    assert _codes(filled) == {"journal_forked"}


def test_a_ledger_that_went_another_way_is_found(filled: Ledger) -> None:
    """As long as the one that was, and different: the head does not match."""
    older = filled.home.root / "older.sqlite"
    shutil.copy(filled.home.ledger_file, older)
    validate(filled, progress="0.40")
    kept = filled.home.head_file.read_bytes()
    shutil.copy(older, filled.home.ledger_file)
    filled.home.head_file.unlink()
    validate(filled, progress="0.90")
    filled.home.head_file.write_bytes(kept)
    assert _codes(filled) == {"journal_forked"}


def test_a_head_file_taken_away_or_garbled_is_found(filled: Ledger) -> None:
    """It is part of the proof."""
    filled.home.head_file.write_text("{", encoding="utf-8")
    assert _codes(filled) == {"journal_head_unreadable"}
    filled.home.head_file.unlink()
    assert _codes(filled) == {"journal_row_added"}


def test_a_head_one_behind_is_what_a_crash_leaves(filled: Ledger) -> None:
    """It is no finding, and the next command catches up."""
    kept = filled.home.head_file.read_bytes()
    validate(filled)
    filled.home.head_file.write_bytes(kept)
    assert audit(filled) == []
    validate(filled)
    assert b'"seq": 6' in filled.home.head_file.read_bytes()
    assert audit(filled) == []


def test_a_value_of_a_foreign_kind_is_found(filled: Ledger, chisel: Chisel) -> None:
    """Bytes, reals and broken text cannot be hashed as what was written, and break nothing."""
    chisel("update validations set reason = x'00ff'")
    assert "rows_changed" in _codes(filled)
    chisel("update drafts set net_amount = 0.5")
    assert "rows_changed" in _codes(filled)
    chisel("update loads set file_name = cast(x'ff' as text)")
    assert "ledger_unreadable" in _codes(filled)


def test_a_table_taken_away_is_found(filled: Ledger, chisel: Chisel) -> None:
    """The rest is looked at all the same."""
    with closing(sqlite3.connect(filled.home.ledger_file, isolation_level=None)) as plain:
        plain.execute("drop table idempotency")
    assert {"ledger_unreadable", "trigger_missing"} <= _codes(filled)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("delete from phase_lock where phase_id = 'P1'", "phase_lock_missing"),
        ("insert into phase_lock select 'P9', draft_id from drafts", "phase_lock_stray"),
        ("update phase_lock set phase_id = 'P9' where phase_id = 'P1'", "phase_lock_stray"),
    ],
)
def test_locks_and_open_drafts_say_the_same(ledger: Ledger, statement: str, code: str) -> None:
    """A phase drafted is held, a phase held is drafted."""
    fill(ledger)
    with writing(ledger.engine) as connection:
        connection.execute(text(statement))
    assert code in _codes(ledger)


def test_a_discarded_draft_that_still_holds_is_found(ledger: Ledger) -> None:
    """Its phases could never be billed again."""
    draft_id = draft(ledger, "P1", "P2")
    discard(ledger, draft_id, "P1")
    assert [(found.code, found.subject) for found in audit(ledger)] == [("phase_lock_stray", "P2")]


def test_a_refusal_is_part_of_the_chain(ledger: Ledger) -> None:
    """It is as little erasable as a decision."""
    fill(ledger)
    with pytest.raises(Exception, match="intrus"):
        ledger.require("query", subject="x", actor=Actor("intrus"), now=NOW)
    assert audit(ledger) == []
