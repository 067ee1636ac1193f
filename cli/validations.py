"""`jalon validate`: state what a phase has reached."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from cli import parameters
from cli.answers import Answer, Call
from cli.french import Verb
from firm.money import percent


@click.command("validate", cls=Verb, writes=True)
@click.argument("phase_id", metavar="PHASE", type=parameters.words, help="Le code de la phase.")
@click.option(
    "--progress",
    metavar="PART",
    type=parameters.share,
    required=True,
    help="L'avancement cumulé : 0,30, 30 ou 30 %.",
)
@click.option(
    "--on", "day", metavar="DATE", type=parameters.day, help="Le jour du constat ; sinon aujourd'hui."
)
@click.option(
    "--evidence", metavar="FICHIER", type=parameters.path, help="Un justificatif, conservé tel quel."
)
@click.option("--reason", metavar="TEXTE", type=parameters.words, help="Un motif, gardé au journal.")
@click.pass_obj
def validate(
    call: Call,
    phase_id: str,
    *,
    progress: Decimal,
    day: date | None,
    evidence: Path | None,
    reason: str | None,
) -> Answer:
    """Constate l'avancement d'une phase.

    L'avancement est cumulé, de 0 à 1 ; au-dessus de 1, c'est un pourcentage. Il peut baisser : c'est alors
    signalé.
    """
    from billing import validate as command  # noqa: PLC0415 -- loaded by the verb that needs it
    from cli import places  # noqa: PLC0415
    from ledger.ids import PhaseId  # noqa: PLC0415

    with places.opened(call) as place:
        desk = place.desk()
        done = command.validate(
            desk,
            PhaseId(phase_id),
            progress=progress,
            on=day,
            evidence=evidence,
            reason=reason,
            key=call.key,
        )
    return Answer(
        items=[
            {
                "validation_id": done.validation_id,
                "phase_id": done.phase_id,
                "progress": done.progress,
                "validated_on": done.validated_on,
            }
        ],
        findings=[*done.findings, *desk.notices],
        lines=[f"Phase {done.phase_id} validée à {percent(done.progress)} au {done.validated_on:%d/%m/%Y}."],
    )
