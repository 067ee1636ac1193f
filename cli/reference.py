"""The reference of the command line, written from the verbs themselves."""

import inspect

import click

from cli.french import options
from cli.main import VERBS, jalon

_INTRODUCTION = """\
# Les verbes de jalon

Page écrite par `make docs` à partir des verbes eux-mêmes. Chaque verbe répond à `--help` ; `--json` écrit un
objet `{"outcome", "items", "findings"}` et rien d'autre sur la sortie standard. Codes de sortie : 0 fait ;
1 fait, avec des constats ; 2 refusé, rien n'a été fait.
"""


def commands() -> str:
    """Write docs/commands.md."""
    root = click.Context(jalon, info_name="jalon")
    parts = [_INTRODUCTION]
    for name in VERBS:
        verb = jalon.get_command(root, name)
        if verb is not None:
            parts += _sections(verb, click.Context(verb, info_name=name, parent=root))
    return "\n".join(parts)


def _sections(verb: click.Command, ctx: click.Context) -> list[str]:
    if isinstance(verb, click.Group):
        below = [
            section
            for name in verb.list_commands(ctx)
            if (each := verb.get_command(ctx, name)) is not None
            for section in _sections(each, click.Context(each, info_name=name, parent=ctx))
        ]
        return [f"## {ctx.command_path}\n\n{_prose(verb)}\n", *below]
    depth = "##" if ctx.parent is not None and ctx.parent.parent is None else "###"
    usage = " ".join(verb.collect_usage_pieces(ctx))
    rows = "\n".join(f"| `{term}` | {text} |" for term, text in _terms(verb, ctx))
    return [
        f"{depth} {ctx.command_path}\n\n{_prose(verb)}\n\n```\n{ctx.command_path} {usage}\n```\n",
        f"| argument, option | |\n|---|---|\n{rows}\n",
    ]


def _prose(verb: click.Command) -> str:
    return inspect.cleandoc(verb.help or "")


def _terms(verb: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    arguments = [
        (param.make_metavar(ctx).strip("[]"), param.help or "")
        for param in verb.get_params(ctx)
        if isinstance(param, click.Argument)
    ]
    return arguments + options(verb, ctx)
