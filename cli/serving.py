"""`jalon serve` and `jalon demo`: the app, on a firm's home or on the example firm."""

import os
import sys
from pathlib import Path

import click

from cli import waiting
from cli.answers import Answer, Call, say
from cli.french import Misused, Verb

ROOT = Path(__file__).parents[1]
PORT = 8501
LARGEST_PORT = 65535


class PortUnfit(Misused):
    """No server can listen there."""

    code = "port_unfit"

    def __init__(self, text: str) -> None:
        super().__init__(f"« {text} » n'est pas un port.", remedy=f"Donner un nombre de 1 à {LARGEST_PORT}.")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LARGEST_PORT):
        raise PortUnfit(text)
    return int(text)


_port_option = click.option(
    "--port", metavar="PORT", type=_port, envvar="PORT", help=f"Le port d'écoute ; sinon PORT, sinon {PORT}."
)


@click.command("serve", cls=Verb)
@_port_option
@click.pass_obj
def serve(call: Call, *, port: int | None) -> Answer:
    """Sert les pages, jusqu'à interruption."""
    from cli import places  # noqa: PLC0415 -- loaded by the verb that needs it

    with places.opened(call):
        pass  # what is wrong with the home is said here, not on a page
    return _serve(port or PORT)


@click.command("demo", cls=Verb)
@_port_option
@click.option("--no-serve", is_flag=True, help="Charge la société d'exemple sans servir les pages.")
@click.pass_obj
def demo(call: Call, *, port: int | None, no_serve: bool) -> Answer:
    """Charge la société d'exemple, puis sert les pages.

    Un dossier qui contient une autre société est refusé, sans y toucher.
    """
    from demo import command  # noqa: PLC0415 -- loaded by the verb that needs it
    from firm import clock  # noqa: PLC0415
    from firm.account import account  # noqa: PLC0415
    from firm.home import Home  # noqa: PLC0415

    with waiting.for_("Chargement de la société d'exemple…", call=call):
        loaded = command.load(Home.find(), account=account(), today=clock.today())
    state = "déjà en place" if loaded.was_there else "chargée"
    answer = Answer(
        items=[{"home": loaded.home.root, "anchor": loaded.anchor, "was_there": loaded.was_there}],
        lines=[f"Société d'exemple {state} dans {loaded.home.root} (au {loaded.anchor:%d/%m/%Y})."],
    )
    if no_serve:
        return answer
    say(answer, is_json=call.is_json)
    return _serve(port or PORT)


def _serve(port: int) -> Answer:
    """Hand the process over to the server; only its end comes back, and then to the shell."""
    from firm.home import VARIABLE, Home  # noqa: PLC0415

    print(f"jalon : http://localhost:{port} (Ctrl+C pour arrêter)", file=sys.stderr, flush=True)  # noqa: T201
    os.environ[VARIABLE] = str(Home.find().root)
    os.chdir(ROOT)
    server = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = [f"--server.port={port}", "--server.headless=true", "--browser.gatherUsageStats=false"]
    sys.stdout.flush()
    os.execv(sys.executable, [*server, *options])  # noqa: S606 -- our own interpreter, our own file
