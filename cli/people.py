"""`jalon users`: who may use the home, in which role."""

from contextlib import suppress

import click

from cli import parameters, tables
from cli.answers import Answer, Call
from cli.french import Verb, Verbs


@click.group("users", cls=Verbs)
def users() -> None:
    """Gère les personnes et leurs rôles (administrateurs)."""


@users.command("add", cls=Verb, writes=True)
@click.argument("name", metavar="COMPTE", type=parameters.words, help="Le nom exact du compte.")
@click.option(
    "--role",
    metavar="RÔLE",
    type=parameters.words,
    required=True,
    help="admin, billing, project_manager, director ou analyst.",
)
@click.option(
    "--manager",
    metavar="NOM",
    type=parameters.words,
    help="Pour un chef de projet : son nom dans les affaires, s'il diffère du compte.",
)
@click.pass_obj
def add(call: Call, name: str, *, role: str, manager: str | None) -> Answer:
    """Donne un rôle à quelqu'un, ou le change."""
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it
    from ledger import people  # noqa: PLC0415
    from ledger.command import Answered  # noqa: PLC0415

    # The same request under the same key: the answer is the same too.
    with places.opened(call) as place, suppress(Answered):
        people.add(
            place.ledger, name, role=role, manager=manager, actor=place.actor, now=place.now, key=call.key
        )
    whose = f", chef de projet {manager}" if manager else ""
    return Answer(
        items=[{"actor": name, "role": role, "manager": manager}],
        lines=[f"{name} a le rôle {role}{whose}."],
    )


@users.command("remove", cls=Verb, writes=True)
@click.argument("name", metavar="COMPTE", type=parameters.words, help="Le nom exact du compte.")
@click.pass_obj
def remove(call: Call, name: str) -> Answer:
    """Retire l'accès de quelqu'un ; ce qui a été fait demeure."""
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it
    from ledger import people  # noqa: PLC0415
    from ledger.command import Answered  # noqa: PLC0415

    # The same request under the same key: the answer is the same too.
    with places.opened(call) as place, suppress(Answered):
        people.remove(place.ledger, name, actor=place.actor, now=place.now, key=call.key)
    return Answer(items=[{"actor": name}], lines=[f"{name} n'a plus accès."])


@users.command("list", cls=Verb)
@click.pass_obj
def list_(call: Call) -> Answer:
    """Liste les personnes et leurs rôles."""
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it
    from ledger import people  # noqa: PLC0415

    with places.opened(call) as place:
        known = people.everyone(place.ledger, actor=place.actor, now=place.now)
    return Answer(
        items=[{"actor": each.name, "role": each.role, "manager": each.manager} for each in known],
        lines=tables.aligned(
            ("Compte", "Rôle", "Chef de projet"), [(each.name, each.role, each.manager) for each in known]
        ),
    )
