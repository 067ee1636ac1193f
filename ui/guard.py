"""The guard: who is here, which pages open to them, and why a command is closed to them."""

import streamlit as st

from billing.desk import Desk
from ledger import rights
from ledger.identity import Person
from ui import catalogue, inert, office, wording

_KEY, _PAGE = "_person", "_page"


def recognise(place: office.Office) -> Person | None:
    """Look up the account in the ledger, once per run; None is a stranger."""
    with place.ledger.read() as connection:
        found = place.ledger.people(connection).get(place.account)
    st.session_state[_KEY] = found
    return found


def person() -> Person:
    """Give the person whom the shell recognised."""
    known: Person = st.session_state[_KEY]
    return known


def may(known: Person) -> frozenset[str]:
    """Give the verbs that a person's role allows."""
    return frozenset(verb for verb, roles in rights.ALLOWED.items() if known.role in roles)


def only_managers() -> tuple[str, ...]:
    """Give the names whose projects the pages are limited to, none for all."""
    known = person()
    if not rights.is_own_only("validate", known):
        return ()
    return tuple(name for name in (known.name, known.manager) if name)


def desk() -> Desk:
    """Sit down to decide, at the present moment."""
    return office.enter().desk()


def enter(page: str) -> Desk:
    """Let the person onto a page, or stop here; the first call of every page."""
    known: Person | None = st.session_state.get(_KEY)
    entry = catalogue.BY_NAME[page]
    if known is None or (entry.verbs and not may(known).intersection(entry.verbs)):
        st.error(
            "Cette page n'est pas ouverte à votre compte. Demander le droit à un administrateur "
            "(commande jalon users add).",
            icon=":material/lock:",
        )
        st.stop()
    st.session_state[_PAGE] = page
    return desk()


def page() -> str:
    """Name the page that the person is on."""
    name: str = st.session_state[_PAGE]
    return name


def refusal(verb: str) -> str | None:
    """Say why a command is closed to this person, None where it is open; the command checks again."""
    known = person()
    if verb in may(known):
        return None
    return f"Le rôle « {wording.ROLES[known.role]} » ne permet pas cette action."


def stranger(account: str) -> None:
    """Tell an account without a role what to ask for."""
    st.title("Accès")
    st.warning(
        f"Le compte {inert.text(account)} n'a pas de rôle dans cette base. "
        "Un administrateur peut lui en donner un : "
        "`jalon users add COMPTE --role billing`.",
        icon=":material/lock:",
    )
