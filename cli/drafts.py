"""`jalon draft` and `jalon discard`: phases become drafts, drafts let go of them."""

from typing import TYPE_CHECKING

import click

from cli import parameters, tables
from cli.answers import Answer, Call
from cli.french import Misused, Verb

if TYPE_CHECKING:
    from billing.draft import Drafted


@click.command("draft", cls=Verb, writes=True)
@click.argument(
    "phase_ids", metavar="PHASE...", nargs=-1, type=parameters.words, help="Les codes des phases à facturer."
)
@click.option("--all", "is_all", is_flag=True, help="Tout ce qui est prêt à facturer.")
@click.pass_obj
def draft(call: Call, phase_ids: tuple[str, ...], *, is_all: bool) -> Answer:
    """Prépare des ébauches de factures.

    Une ébauche par affaire et par devis ; ses phases sont réservées. Une phase qui ne peut pas être facturée
    est signalée avec tous ses motifs, sans empêcher les autres.
    """
    if bool(phase_ids) == is_all:
        raise Misused(
            "Il faut soit des codes de phases, soit --all.",
            remedy="Lire jalon draft --help.",
        )
    from billing import draft as command  # noqa: PLC0415 -- loaded by the verb that needs it
    from cli import places  # noqa: PLC0415
    from ledger.ids import PhaseId  # noqa: PLC0415

    with places.opened(call) as place:
        desk = place.desk()
        if is_all:
            done = command.draft_all(desk, key=call.key)
        else:
            done = command.draft(desk, [PhaseId(each) for each in phase_ids], key=call.key)
    return Answer(
        items=[_item(each) for each in done.drafts],
        findings=[*done.findings, *desk.notices],
        lines=_table(done.drafts) or ["Rien n'est prêt à facturer."],
    )


def _item(drafted: "Drafted") -> dict[str, object]:
    return {
        "draft_id": drafted.draft_id,
        "project_id": drafted.project_id,
        "quote_id": drafted.quote_id,
        "document_kind": drafted.document_kind,
        "net_amount": drafted.net_amount,
        "vat_amount": drafted.vat_amount,
        "gross_amount": drafted.gross_amount,
        "retention_amount": drafted.retention_amount,
        "phase_ids": list(drafted.phase_ids),
    }


def _table(drafts: "tuple[Drafted, ...]") -> list[str]:
    head = ("Ébauche", "Affaire", "Devis", "Phases", "HT", "TVA", "TTC")
    return tables.aligned(
        head,
        [
            (
                each.draft_id,
                each.project_id,
                each.quote_id,
                len(each.phase_ids),
                each.net_amount,
                each.vat_amount,
                each.gross_amount,
            )
            for each in drafts
        ],
    )


@click.command("discard", cls=Verb, writes=True)
@click.argument(
    "draft_ids",
    metavar="ÉBAUCHE...",
    nargs=-1,
    required=True,
    type=parameters.words,
    help="Les numéros des ébauches.",
)
@click.option("--reason", metavar="TEXTE", type=parameters.words, help="Un motif, gardé au journal.")
@click.pass_obj
def discard(call: Call, draft_ids: tuple[str, ...], *, reason: str | None) -> Answer:
    """Supprime des ébauches : leurs phases sont de nouveau à facturer."""
    from billing import discard as command  # noqa: PLC0415 -- loaded by the verb that needs it
    from cli import places  # noqa: PLC0415
    from ledger.ids import DraftId  # noqa: PLC0415

    with places.opened(call) as place:
        desk = place.desk()
        done = command.discard_many(desk, [DraftId(each) for each in draft_ids], reason=reason, key=call.key)
    return Answer(
        items=[{"draft_id": each.draft_id, "phase_ids": list(each.phase_ids)} for each in done.discards],
        findings=[*done.findings, *desk.notices],
        lines=[
            f"Ébauche {each.draft_id} supprimée ; de nouveau à facturer : {', '.join(each.phase_ids)}."
            for each in done.discards
        ],
    )
