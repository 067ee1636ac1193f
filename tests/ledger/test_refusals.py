"""Rights in commands: who is refused, and what the journal keeps of it."""

import pytest

from ledger.copy import rows_after
from ledger.identity import Actor
from ledger.rights import NotAllowed
from ledger.store import Ledger
from tests.ledger.conftest import NOW
from tests.ledger.validations import append_validation


def test_a_missing_right_is_one_journal_row(ledger: Ledger) -> None:
    """The refusal is on record, and nothing else is."""
    with (
        pytest.raises(NotAllowed),
        ledger.command("draft", subject="P1", actor=Actor("analyst"), now=NOW) as command,
    ):
        append_validation(command, "0.5")
    with ledger.read() as connection:
        new = rows_after(connection, 5)
    assert {name: len(rows) for name, rows in new.items() if rows} == {"journal": 1}
    assert new["journal"][0][2:7] == ("analyst", "analyst", "draft", "P1", "refused")


def test_an_unknown_account_is_refused_and_journaled(ledger: Ledger) -> None:
    """Also where the verb only reads."""
    with pytest.raises(NotAllowed):
        ledger.require("query", subject="select 1", actor=Actor("intrus"), now=NOW)
    with ledger.read() as connection:
        (row,) = rows_after(connection, 5)["journal"]
    assert (row[2], row[4], row[6]) == ("intrus", "query", "refused")


def test_reading_about_a_project_of_someone_else_is_refused_and_journaled(ledger: Ledger) -> None:
    """Also where the project has no manager at all."""
    paul = Actor("project_manager")
    person = ledger.require("explain", subject="FA1", actor=paul, now=NOW)
    ledger.require_own("explain", person, subject="FA1", manager="project_manager", actor=paul, now=NOW)
    for manager in ("autre", None):
        with pytest.raises(NotAllowed):
            ledger.require_own("explain", person, subject="FA1", manager=manager, actor=paul, now=NOW)
    with ledger.read() as connection:
        assert [row[4:7] for row in rows_after(connection, 5)["journal"]] == [
            ("explain", "FA1", "refused")
        ] * 2


def test_a_right_found_missing_inside_the_body_is_journaled(ledger: Ledger) -> None:
    """A project manager reaches for someone else's project: the rows go, the refusal stays."""

    def reaches_too_far() -> None:
        with ledger.command("validate", subject="P1", actor=Actor("project_manager"), now=NOW) as command:
            append_validation(command, "0.5")
            command.require_own("P1", manager="autre")

    with pytest.raises(NotAllowed):
        reaches_too_far()
    with ledger.read() as connection:
        new = rows_after(connection, 5)
    assert new["validations"] == []
    assert [row[6] for row in new["journal"]] == ["refused"]


def test_an_admin_acts_for_someone_with_their_rights(ledger: Ledger) -> None:
    """The journal names both; the rights are those of the person acted for."""
    acting = Actor("marie", "billing")
    with ledger.command("draft", subject="P1", actor=acting, now=NOW):
        pass
    with pytest.raises(NotAllowed), ledger.command("users", subject="x", actor=acting, now=NOW):
        pass
    with ledger.read() as connection:
        rows = rows_after(connection, 5)["journal"]
    assert [row[2:4] + row[6:7] for row in rows] == [
        ("billing", "marie", "done"),
        ("billing", "marie", "refused"),
    ]


def test_only_an_admin_acts_for_someone(ledger: Ledger) -> None:
    """Not even a director."""
    with (
        pytest.raises(NotAllowed),
        ledger.command("draft", subject="P1", actor=Actor("director", "billing"), now=NOW),
    ):
        pass
