"""`jalon`: the command line; each verb is loaded when it is called."""

import importlib
import io
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from cli import failures
from cli.answers import Answer, Call, hush, say
from cli.french import Verbs

INTERRUPTED = 130

# Where each verb lives, in the order in which a firm meets them.
VERBS = {
    "demo": "cli.serving",
    "serve": "cli.serving",
    "templates": "cli.sources",
    "ingest": "cli.sources",
    "mapping": "cli.sources",
    "build": "cli.figures",
    "query": "cli.figures",
    "validate": "cli.validations",
    "draft": "cli.drafts",
    "discard": "cli.drafts",
    "check": "cli.figures",
    "users": "cli.people",
}


class _Jalon(Verbs):
    """All verbs by name, loaded one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Name the verbs without loading them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one verb."""
        if cmd_name not in VERBS:
            return None
        verb: click.Command = getattr(importlib.import_module(VERBS[cmd_name]), cmd_name)
        return verb


jalon = _Jalon(
    name="jalon",
    no_args_is_help=True,
    help="""Facturer à mesure que le travail avance.

    Le dossier de la société est celui que nomme JALON_HOME (sinon ./data). Codes de sortie : 0 fait ;
    1 fait, avec des constats ; 2 refusé, rien n'a été fait.
    """,
    epilog="Aide d'un verbe : jalon VERBE --help",
)


def main(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    before_end = arguments[: arguments.index("--")] if "--" in arguments else arguments
    call = Call(is_json="--json" in before_end)
    try:
        answer = _answer(arguments, call)
    except (click.Abort, KeyboardInterrupt):
        print("Interrompu.", file=sys.stderr)  # noqa: T201 -- this is the command line
        return INTERRUPTED
    try:
        say(answer, is_json=call.is_json)
        sys.stdout.flush()
    except BrokenPipeError:
        hush()
    return answer.code


def _answer(arguments: Sequence[str], call: Call) -> Answer:
    try:
        given = jalon.main(args=list(arguments), prog_name="jalon", standalone_mode=False, obj=call)
    except click.exceptions.NoArgsIsHelpError as asked:
        print(asked.format_message())  # noqa: T201
        return Answer(is_said=True)
    except SystemExit:
        # click leaves this way when whoever was reading went away
        hush()
        return Answer(is_said=True)
    except Exception as error:  # noqa: BLE001 -- the one place where nothing may pass
        return failures.answered(error)
    return given if isinstance(given, Answer) else Answer(is_said=True)


def run() -> NoReturn:
    """Start from a shell."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    failures.log_to_home()
    sys.exit(main(sys.argv[1:]))
