"""`jalon build`, `query`, `check`: derive the warehouse, ask it, audit everything."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from cli import parameters, tables, waiting
from cli.answers import Answer, Call
from cli.french import Misused, Verb

if TYPE_CHECKING:
    from cli.places import Place
    from warehouse.query import Output

FORMATS: "tuple[Output, ...]" = ("table", "csv", "json", "parquet")


class FormatUnknown(Misused):
    """There is no such way of writing an answer."""

    code = "format_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"Le format « {name} » n'existe pas.", remedy=f"Choisir : {', '.join(FORMATS)}.")


@click.command("build", cls=Verb, writes=True)
@click.pass_obj
def build(call: Call) -> Answer:
    """Calcule l'entrepôt à partir des fichiers reçus et du registre, le contrôle et le publie."""
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it
    from ingest import store  # noqa: PLC0415
    from warehouse import build as command  # noqa: PLC0415

    with places.opened(call) as place, waiting.for_("Calcul de l'entrepôt…", call=call):
        place.require("build", subject="warehouse")
        report = command.build(place.home, place.ledger, place.settings, today=place.today, sync=store.sync)
    failed = [
        {"check": each.check, "offending_rows": each.offending_rows, "is_blocking": each.is_blocking}
        for each in report.failed_checks
    ]
    rows = [(each.relation, each.rows, f"{each.seconds:.2f} s") for each in report.items]
    state = "Entrepôt publié" if report.is_published else "Entrepôt NON publié : le précédent reste en place"
    told = f"{state} : {len(rows)} relations, {report.checks} contrôles, {len(failed)} en échec"
    return Answer(
        items=[
            {"relation": each.relation, "rows": each.rows, "seconds": round(each.seconds, 3)}
            for each in report.items
        ],
        findings=report.findings(),
        lines=[
            *tables.aligned(("Relation", "Lignes", "Durée"), rows),
            f"{told}, {report.seconds:.1f} s.",
        ],
        beside={"checks": report.checks, "failed_checks": failed, "is_published": report.is_published},
    )


def _format(text: str) -> "Output":
    found = next((each for each in FORMATS if each == text), None)
    if found is None:
        raise FormatUnknown(text)
    return found


@click.command("query", cls=Verb)
@click.argument("sql", metavar="SQL", type=str, help="Une seule lecture, en SQL de DuckDB.")
@click.option(
    "--format", "output", metavar="FORMAT", type=_format, help="table (par défaut), csv, json ou parquet."
)
@click.option("--as-of", "day", metavar="DATE", type=parameters.day, help="Ce qui était vrai ce jour-là.")
@click.pass_obj
def query(call: Call, sql: str, *, output: "Output | None", day: date | None) -> Answer:
    """Interroge l'entrepôt, en lecture seule."""
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it
    from warehouse import query as command  # noqa: PLC0415

    chosen: Output = "json" if call.is_json else output or "table"
    if call.is_json and output not in (None, "json"):
        raise Misused("--json et --format se contredisent.", remedy="Garder l'un des deux.")
    with places.opened(call) as place:
        place.require("query", subject="warehouse")
        with (
            _source(place, day) as file,
            command.run(place.home, sql, output=chosen, file=file) as answer,
        ):
            _write(answer, call)
    return Answer(is_said=True)


@contextmanager
def _source(place: "Place", day: date | None) -> Iterator[Path | None]:
    if day is None:
        yield None
        return
    from ingest import store  # noqa: PLC0415 -- only a past day needs the raw store
    from warehouse import asof  # noqa: PLC0415

    with asof.file(place.home, place.ledger, place.settings, day=day, sync=store.sync) as file:
        yield file


def _write(answer: IO[bytes], call: Call) -> None:
    """Copy the answer through: it may be larger than memory."""
    sys.stdout.flush()
    target = sys.stdout.buffer
    if call.is_json:
        target.write(b'{"outcome": "done", "items": ')
    shutil.copyfileobj(answer, target)
    if call.is_json:
        target.write(b', "findings": []}\n')
    target.flush()


@click.command("check", cls=Verb)
@click.pass_obj
def check(call: Call) -> Answer:
    """Contrôle tout : le journal, le registre, l'entrepôt, les fichiers reçus."""
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it
    from ledger import audit as ledger_audit  # noqa: PLC0415
    from warehouse import audit as warehouse_audit  # noqa: PLC0415

    with places.opened(call) as place, waiting.for_("Contrôle…", call=call):
        place.require("check", subject="home")
        of_ledger = ledger_audit.audit(place.ledger)
        of_warehouse = warehouse_audit.audit(place.home, place.ledger)
    items = [("ledger", len(of_ledger)), *((each.check, each.offending_rows) for each in of_warehouse.items)]
    broken = [item for item in items if item[1]]
    findings = [*of_ledger, *of_warehouse.findings]
    return Answer(
        items=[{"check": name, "offending_rows": count} for name, count in items],
        findings=findings,
        lines=[
            *tables.aligned(("Contrôle", "Lignes en défaut"), broken),
            f"{len(items)} contrôles, {len(findings)} constats."
            if findings
            else f"{len(items)} contrôles : tout est juste.",
        ],
    )
