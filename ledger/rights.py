"""Who may do what: the table of the contract, and the refusals that it gives."""

from collections.abc import Mapping
from typing import Final

from firm.errors import Refusal
from ledger.identity import Actor, Person, Role

_ANALYSE: Final = frozenset[Role]({"analyst", "billing", "director", "admin"})
_BILL: Final = frozenset[Role]({"billing", "director", "admin"})
_MANAGE: Final = _BILL | frozenset[Role]({"project_manager"})
_DIRECT: Final = frozenset[Role]({"director", "admin"})
_ADMINISTER: Final = frozenset[Role]({"admin"})

ALLOWED: Final[dict[str, frozenset[Role]]] = {
    "query": _ANALYSE,
    "check": _ANALYSE,
    "explain": _ANALYSE | _MANAGE,
    "validate": _MANAGE,
    "ingest": _BILL,
    "build": _BILL,
    "draft": _BILL,
    "discard": _BILL,
    "defer": _BILL,
    "complete": _BILL,
    "submit": _BILL,
    "match": _BILL,
    "allocate": _BILL,
    "unallocate": _BILL,
    "writeoff": _BILL,
    "remind": _BILL,
    "hold": _BILL,
    "dispute": _BILL,
    "promise": _BILL,
    "release": _BILL,
    "rules": _BILL,
    "mapping": _BILL,
    "close": _BILL,
    "report": _BILL,
    "export": _BILL,
    "rehearse": _BILL,
    "approve": _DIRECT,
    "return": _DIRECT,
    "issue": _BILL,
    "credit": _BILL,
    "send": _BILL,
    "backup": _BILL,
    "users": _ADMINISTER,
    "restore": _ADMINISTER,
    "settings": _ADMINISTER,
}

# What a project manager does only on projects of their own.
OWN: Final = frozenset({"validate", "explain"})


class NotAllowed(Refusal):
    """A right is missing; the journal keeps one row of it."""

    code = "not_allowed"


class UnknownPerson(NotAllowed):
    """Nobody of that name may use this home."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Le compte « {name} » n'est pas connu ici.",
            remedy=f"Demander à un administrateur : jalon users add {name} --role ROLE.",
            subject=name,
        )


class RoleLacks(NotAllowed):
    """The person's role does not go that far."""

    def __init__(self, person: Person, verb: str) -> None:
        roles = ", ".join(sorted(ALLOWED[verb]))
        super().__init__(
            f"Le compte « {person.name} » (rôle {person.role}) n'a pas le droit de lancer « {verb} ».",
            remedy=f"Demander à un administrateur un de ces rôles : {roles}.",
            subject=person.name,
        )


class NotOwnProject(NotAllowed):
    """A project manager reached for a project of someone else's."""

    def __init__(self, person: Person, verb: str, *, subject: str, manager: str | None) -> None:
        whose = f"est suivi par « {manager} »" if manager else "n'a pas de chef de projet"
        super().__init__(
            f"« {verb} » est limité aux affaires de « {person.name} » ; {subject} {whose}.",
            remedy="Demander au chef de projet de l'affaire, ou à la facturation.",
            subject=subject,
        )


class NotAdmin(NotAllowed):
    """Only an admin acts for someone else."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(
            f"Le compte « {actor.account} » n'a pas le droit d'agir pour « {actor.name} ».",
            remedy="Relancer sans --actor, ou demander à un administrateur.",
            subject=actor.account,
        )


def check(verb: str, *, actor: Actor, people: Mapping[str, Person]) -> Person:
    """Give the person whose rights count, once they are found to go far enough.

    Raises:
        NotAllowed: the account or the person is unknown, or a role does not suffice.
    """
    account = people.get(actor.account)
    if account is None:
        raise UnknownPerson(actor.account)
    if actor.is_for_other and account.role != "admin":
        raise NotAdmin(actor)
    person = people.get(actor.name)
    if person is None:
        raise UnknownPerson(actor.name)
    if person.role not in ALLOWED[verb]:
        raise RoleLacks(person, verb)
    return person


def is_own_only(verb: str, person: Person) -> bool:
    """Say whether the right holds on the person's own projects only."""
    return person.role == "project_manager" and verb in OWN


def require_own(verb: str, person: Person, *, subject: str, manager: str | None) -> None:
    """Let pass a subject whose project is the person's own, or any where the role sees all.

    Raises:
        NotOwnProject: the project has another manager.
    """
    if is_own_only(verb, person) and not person.manages(manager):
        raise NotOwnProject(person, verb, subject=subject, manager=manager)
