"""`jalon templates`, `ingest`, `mapping`: what a firm's files look like, and how they come in."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import parameters, tables, waiting
from cli.answers import Answer, Call
from cli.french import Verb, Verbs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.command import Ingested
    from ingest.mapped import Compared, LeftOut


@click.command("templates", cls=Verb)
@click.argument("folder", metavar="DOSSIER", type=parameters.path, help="Où écrire les modèles.")
def templates(folder: Path) -> Answer:
    """Écrit les modèles de fichiers (CSV et XLSX), avec deux lignes d'exemple chacun."""
    from ingest import examples  # noqa: PLC0415 -- loaded by the verb that needs it

    written = examples.write(folder)
    return Answer(
        items=[{"file_name": str(each)} for each in written],
        lines=[f"{len(written)} modèles écrits dans {folder}."],
    )


@click.command("ingest", cls=Verb, writes=True)
@click.argument(
    "paths", metavar="CHEMIN...", nargs=-1, required=True, type=parameters.path, help="Fichiers ou dossiers."
)
@click.option(
    "--source",
    metavar="NOM",
    type=parameters.words,
    help="Le logiciel d'où viennent les fichiers (jalon mapping list) ; sinon reconnu au contenu.",
)
@click.pass_obj
def ingest(call: Call, paths: tuple[Path, ...], *, source: str | None) -> Answer:
    """Reçoit des fichiers : reconnus au contenu, gardés tels quels, lus ligne à ligne.

    Le même fichier une seconde fois ne change rien. Une ligne illisible est rejetée avec son motif ;
    les autres entrent.
    """
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it
    from ingest import command  # noqa: PLC0415

    with places.opened(call) as place, waiting.for_("Lecture des fichiers…", call=call):
        done = command.ingest(
            place.home,
            place.ledger,
            place.settings,
            paths,
            source=source,
            actor=place.actor,
            now=place.now,
            today=place.today,
            key=call.key,
        )
    return Answer(
        items=[asdict(each) for each in done.items],
        findings=done.findings,
        lines=_told(done),
        beside={
            "tie_out": [asdict(each) for each in done.tie_out],
            "left_out": [asdict(each) for each in done.left_out],
        },
    )


def _told(done: "Ingested") -> list[str]:
    head = ("Fichier", "Source", "Contenu", "Lues", "Acceptées", "Rejetées", "Inchangées")
    rows = [
        (
            each.file_name,
            each.source,
            each.template,
            each.read,
            each.accepted,
            each.rejected,
            each.unchanged,
        )
        for each in done.items
    ]
    return [*tables.aligned(head, rows), *_tied(done.tie_out), *_left(done.left_out)]


def _tied(compared: "Sequence[Compared]") -> list[str]:
    head = ("Rapprochement", "Source", "Montant", "Chargé", "Montant", "")
    rows = [
        (
            each.measure,
            each.source_count,
            each.source_amount,
            each.loaded_count,
            each.loaded_amount,
            "juste" if each.agrees else "ÉCART",
        )
        for each in compared
    ]
    lines = tables.aligned(head, rows)
    return ["", *lines] if lines else []


def _left(left: "Sequence[LeftOut]") -> list[str]:
    rows = [(each.what, each.file_name, each.row_count, each.amount, each.detail or "") for each in left]
    lines = tables.aligned(("Non repris", "Fichier", "Nombre", "Montant", ""), rows)
    return ["", *lines] if lines else []


@click.group("mapping", cls=Verbs)
def mapping() -> None:
    """Montre les correspondances : comment les tables d'un logiciel deviennent celles de jalon."""


@mapping.command("list", cls=Verb)
@click.pass_obj
def list_(call: Call) -> Answer:
    """Liste les logiciels connus."""
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it
    from ingest.mapping import known_mappings  # noqa: PLC0415

    with places.opened(call) as place:
        place.require("mapping", subject="list")
    known = known_mappings()
    return Answer(
        items=[
            {
                "source": name,
                "version": each.text_hash,
                "tables": list(each.tables),
                "templates": [select.name for select in each.selects],
            }
            for name, each in known.items()
        ],
        lines=tables.aligned(
            ("Source", "Tables", "Modèles", "Version"),
            [
                (name, len(each.tables), len(each.selects), each.text_hash[:12])
                for name, each in known.items()
            ],
        ),
    )


@mapping.command("show", cls=Verb)
@click.argument("source", metavar="NOM", type=parameters.words, help="Le nom de la source.")
@click.pass_obj
def show(call: Call, source: str) -> Answer:
    """Écrit une correspondance, telle qu'elle est appliquée."""
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it
    from ingest.mapping import named  # noqa: PLC0415

    with places.opened(call) as place:
        place.require("mapping", subject=source)
    found = named(source)
    return Answer(
        items=[{"source": source, "version": found.text_hash, "text": found.text}],
        lines=found.text.splitlines(),
    )
