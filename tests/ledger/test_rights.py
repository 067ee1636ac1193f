"""Who may do what: the table of the contract, cell by cell."""

import pytest

from ledger import rights
from ledger.identity import ROLES, Actor, Person
from ledger.rights import NotAdmin, NotAllowed, NotOwnProject, RoleLacks, UnknownPerson

# The table as the contract prints it: verbs, then analyst, project_manager, billing, director, admin;
# "o" is on one's own projects only.
CONTRACT = """
query check                                                        | x |   | x | x | x
explain                                                            | x | o | x | x | x
validate                                                           |   | o | x | x | x
ingest build draft discard defer complete submit match allocate    |   |   | x | x | x
unallocate writeoff remind hold dispute promise release rules      |   |   | x | x | x
mapping close report export rehearse                               |   |   | x | x | x
approve return                                                     |   |   |   | x | x
issue credit send                                                  |   |   | x | x | x
backup                                                             |   |   | x | x | x
users restore settings                                             |   |   |   |   | x
"""
COLUMNS = ("analyst", "project_manager", "billing", "director", "admin")


def _cells() -> list[tuple[str, str, str]]:
    cells = []
    for line in CONTRACT.strip().splitlines():
        verbs, *marks = line.split("|")
        cells += [
            (verb, role, mark.strip())
            for verb in verbs.split()
            for role, mark in zip(COLUMNS, marks, strict=True)
        ]
    return cells


CELLS = _cells()


@pytest.mark.parametrize(("verb", "role", "mark"), CELLS)
def test_each_cell_of_the_table(verb: str, role: str, mark: str) -> None:
    """A mark lets in, a blank keeps out, an o lets in on one's own projects only."""
    person = Person("paul", next(each for each in ROLES if each == role), "P. Martin")
    people = {"paul": person}
    if not mark:
        with pytest.raises(RoleLacks):
            rights.check(verb, actor=Actor("paul"), people=people)
        return
    assert rights.check(verb, actor=Actor("paul"), people=people) == person
    assert rights.is_own_only(verb, person) == (mark == "o")
    rights.require_own(verb, person, subject="A1", manager="P. Martin")
    rights.require_own(verb, person, subject="A1", manager="paul")
    for other in ("p. martin", "P. Martin ", None, ""):
        if mark == "o":
            with pytest.raises(NotOwnProject):
                rights.require_own(verb, person, subject="A1", manager=other)
        else:
            rights.require_own(verb, person, subject="A1", manager=other)


def test_the_table_is_whole() -> None:
    """No verb has rights that the contract does not print, and none is forgotten."""
    assert {verb for verb, _, _ in CELLS} == set(rights.ALLOWED)


def test_a_manager_without_a_name_manages_what_bears_their_account() -> None:
    """Without --manager, the account is the name."""
    person = Person("paul", "project_manager")
    assert person.manages("paul")
    assert not person.manages("Paul")
    assert not person.manages(None)


def test_names_match_exactly() -> None:
    """A name that differs by case or by a space is someone else."""
    people = {"marie": Person("marie", "admin")}
    for name in ("Marie", "marie ", "mari", ""):
        with pytest.raises(UnknownPerson):
            rights.check("query", actor=Actor(name or "?"), people=people)


def test_acting_for_someone_takes_an_admin_and_a_known_person() -> None:
    """The account must be admin, and the rights are the other's."""
    people = {"marie": Person("marie", "admin"), "luc": Person("luc", "analyst")}
    assert rights.check("query", actor=Actor("marie", "luc"), people=people).name == "luc"
    with pytest.raises(RoleLacks):
        rights.check("draft", actor=Actor("marie", "luc"), people=people)
    with pytest.raises(UnknownPerson):
        rights.check("query", actor=Actor("marie", "personne"), people=people)
    with pytest.raises(NotAdmin):
        rights.check("query", actor=Actor("luc", "marie"), people=people)
    with pytest.raises(UnknownPerson):
        rights.check("query", actor=Actor("intrus", "marie"), people=people)


def test_every_refusal_says_what_to_do() -> None:
    """The remedy names the command, or the roles."""
    people = {"luc": Person("luc", "analyst")}
    for verb, actor in (
        ("draft", Actor("luc")),
        ("query", Actor("intrus")),
        ("query", Actor("luc", "marie")),
    ):
        with pytest.raises(NotAllowed) as refused:
            rights.check(verb, actor=actor, people=people)
        assert refused.value.code == "not_allowed"
        assert refused.value.remedy
