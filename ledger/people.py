"""The people of a home: who may use it, in which role."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from firm.errors import Refusal
from ledger import tables
from ledger.command import Answered
from ledger.identity import ROLES, Actor, Person

if TYPE_CHECKING:
    from ledger.store import Ledger

LONGEST_NAME = 200


class RoleUnknown(Refusal):
    """There is no such role."""

    code = "role_unknown"

    def __init__(self, role: str) -> None:
        super().__init__(
            f"Le rôle « {role} » n'existe pas.", remedy=f"Choisir un de ces rôles : {', '.join(ROLES)}."
        )


class NameUnfit(Refusal):
    """A name that could not be told from another one, or typed again."""

    code = "name_unfit"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Le nom {name[:50]!r} ne convient pas.",
            remedy=f"Donner {LONGEST_NAME} signes visibles au plus, sans espace au bord.",
        )


class ManagerUnfit(Refusal):
    """Only project managers have projects of their own."""

    code = "manager_unfit"

    def __init__(self, role: str) -> None:
        super().__init__(
            f"Le rôle {role} n'est pas limité aux affaires d'un chef de projet.",
            remedy="Retirer --manager, ou donner le rôle project_manager.",
        )


class PersonUnknown(Refusal):
    """There is nobody to remove."""

    code = "person_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"« {name} » n'est pas dans la liste.",
            remedy="Lire les noms exacts avec jalon users list.",
            subject=name,
        )


class LastAdmin(Refusal):
    """Without an admin nobody could let anyone in again."""

    code = "last_admin"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"« {name} » est le dernier administrateur.",
            remedy="Nommer d'abord un autre administrateur : jalon users add NOM --role admin.",
            subject=name,
        )


def current(connection: Connection) -> dict[str, Person]:
    """Give everyone who may use the home, by name: the latest row of each, unless it removes them."""
    users = tables.users
    rows = connection.execute(
        select(users.c.actor, users.c.role, users.c.manager, users.c.state).order_by(users.c.seq)
    )
    latest = {row.actor: row for row in rows}
    return {name: Person(name, row.role, row.manager) for name, row in latest.items() if row.state == "added"}


def everyone(ledger: "Ledger", *, actor: Actor, now: datetime) -> list[Person]:
    """List the people of the home, by name.

    Raises:
        NotAllowed: the actor is no admin.
    """
    ledger.require("users", subject="list", actor=actor, now=now)
    with ledger.read() as connection:
        return sorted(current(connection).values(), key=lambda person: person.name)


def add(
    ledger: "Ledger",
    name: str,
    *,
    role: str,
    manager: str | None = None,
    actor: Actor,
    now: datetime,
    key: str | None = None,
) -> Person:
    """Let someone in, or change their role; a key used before for the same changes nothing.

    Raises:
        RoleUnknown, NameUnfit, ManagerUnfit: what was asked cannot be written.
        LastAdmin: the change would leave no admin.
        NotAllowed: the actor is no admin.
    """
    request = {"name": name, "role": role, "manager": manager}
    try:
        with ledger.command("users", subject=name, actor=actor, now=now, key=key, request=request) as command:
            wanted = _wanted(name, role, manager)
            known = current(command.connection)
            if role != "admin":
                _keep_an_admin(known, name)
            command.append(tables.users, actor=name, role=role, manager=manager, state="added")
            command.note(before=_noted(known.get(name)), after=_noted(wanted))
            command.answer(_answered(wanted))
    except Answered as answered:
        return Person(**answered.answer)
    return wanted


def remove(ledger: "Ledger", name: str, *, actor: Actor, now: datetime, key: str | None = None) -> Person:
    """Let someone in no more; what they did stays. A key used before for the same changes nothing.

    Raises:
        PersonUnknown: nobody of that name is let in.
        LastAdmin: they are the last admin.
        NotAllowed: the actor is no admin.
    """
    request = {"name": name, "remove": True}
    try:
        with ledger.command("users", subject=name, actor=actor, now=now, key=key, request=request) as command:
            known = current(command.connection)
            person = known.get(name)
            if person is None:
                raise PersonUnknown(name)
            _keep_an_admin(known, name)
            row = {"actor": name, "role": person.role, "manager": person.manager, "state": "removed"}
            command.append(tables.users, **row)
            command.note(before=_noted(person))
            command.answer(_answered(person))
    except Answered as answered:
        return Person(**answered.answer)
    return person


def _wanted(name: str, role: str, manager: str | None) -> Person:
    known = next((each for each in ROLES if each == role), None)
    if known is None:
        raise RoleUnknown(role)
    for each in (name, manager):
        if each is not None and not (
            each.strip() == each and each.isprintable() and 0 < len(each) <= LONGEST_NAME
        ):
            raise NameUnfit(each)
    if manager is not None and known != "project_manager":
        raise ManagerUnfit(known)
    return Person(name, known, manager)


def _keep_an_admin(known: dict[str, Person], name: str) -> None:
    admins = {person.name for person in known.values() if person.role == "admin"}
    if admins == {name}:
        raise LastAdmin(name)


def _answered(person: Person) -> dict[str, str | None]:
    return {"name": person.name, "role": person.role, "manager": person.manager}


def _noted(person: Person | None) -> dict[str, str | None] | None:
    return None if person is None else {"role": person.role, "manager": person.manager}
