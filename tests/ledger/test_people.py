"""People let in, changed and let out."""

import pytest

from ledger import people
from ledger.copy import rows_after
from ledger.identity import Actor
from ledger.people import LastAdmin, ManagerUnfit, NameUnfit, PersonUnknown, RoleUnknown
from ledger.rights import NotAllowed
from ledger.store import Ledger
from tests.ledger.conftest import MARIE, NOW


def test_someone_let_in_has_their_role(ledger: Ledger) -> None:
    """From the next command on, with the name their projects bear."""
    people.add(ledger, "paul", role="project_manager", manager="P. Martin", actor=MARIE, now=NOW)
    with ledger.read() as connection:
        paul = ledger.people(connection)["paul"]
    assert (paul.role, paul.manager) == ("project_manager", "P. Martin")


def test_the_latest_role_counts(ledger: Ledger) -> None:
    """A change is a new row; the old one stays on record."""
    people.add(ledger, "luc", role="analyst", actor=MARIE, now=NOW)
    people.add(ledger, "luc", role="director", actor=MARIE, now=NOW)
    with ledger.read() as connection:
        assert ledger.people(connection)["luc"].role == "director"
        assert [row[2] for row in rows_after(connection, 0)["users"] if row[1] == "luc"] == [
            "analyst",
            "director",
        ]


def test_someone_let_out_is_unknown(ledger: Ledger) -> None:
    """Nothing is erased; they come in no more."""
    people.remove(ledger, "billing", actor=MARIE, now=NOW)
    with pytest.raises(NotAllowed):
        ledger.require("query", subject="select 1", actor=Actor("billing"), now=NOW)
    people.add(ledger, "billing", role="billing", actor=MARIE, now=NOW)
    ledger.require("query", subject="select 1", actor=Actor("billing"), now=NOW)


def test_only_an_admin_lets_in(ledger: Ledger) -> None:
    """Also to list, and not for oneself either."""
    director = Actor("director")
    with pytest.raises(NotAllowed):
        people.add(ledger, "director", role="admin", actor=director, now=NOW)
    with pytest.raises(NotAllowed):
        people.remove(ledger, "marie", actor=director, now=NOW)
    with pytest.raises(NotAllowed):
        people.everyone(ledger, actor=director, now=NOW)


def test_there_is_always_an_admin(ledger: Ledger) -> None:
    """The last one can neither leave nor step down, until there is another."""
    with pytest.raises(LastAdmin):
        people.remove(ledger, "marie", actor=MARIE, now=NOW)
    with pytest.raises(LastAdmin):
        people.add(ledger, "marie", role="analyst", actor=MARIE, now=NOW)
    people.add(ledger, "luc", role="admin", actor=MARIE, now=NOW)
    people.remove(ledger, "marie", actor=MARIE, now=NOW)


@pytest.mark.parametrize("name", ["", " paul", "paul ", "pa\nul", "pa\u200bul", "p" * 201, "\x1b[31mpaul"])
def test_a_name_that_cannot_be_told_apart_is_refused(ledger: Ledger, name: str) -> None:
    """What looks like another name, or cannot be typed, is none."""
    with pytest.raises(NameUnfit):
        people.add(ledger, name, role="analyst", actor=MARIE, now=NOW)


def test_what_makes_no_sense_is_refused(ledger: Ledger) -> None:
    """An unknown role, a manager who manages nothing, a stranger to remove."""
    with pytest.raises(RoleUnknown):
        people.add(ledger, "paul", role="chef", actor=MARIE, now=NOW)
    with pytest.raises(ManagerUnfit):
        people.add(ledger, "paul", role="billing", manager="P. Martin", actor=MARIE, now=NOW)
    with pytest.raises(PersonUnknown):
        people.remove(ledger, "paul", actor=MARIE, now=NOW)


def test_a_key_answers_the_same_request(ledger: Ledger) -> None:
    """A script that runs twice lets in once."""
    first = people.add(ledger, "paul", role="analyst", actor=MARIE, now=NOW, key="paul-1")
    assert people.add(ledger, "paul", role="analyst", actor=MARIE, now=NOW, key="paul-1") == first
    gone = people.remove(ledger, "paul", actor=MARIE, now=NOW, key="paul-2")
    assert people.remove(ledger, "paul", actor=MARIE, now=NOW, key="paul-2") == gone == first
    with ledger.read() as connection:
        assert ledger.head(connection) == 7
