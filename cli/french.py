"""Command line in French: help pages, and what is said of a request that cannot be read."""

import inspect
import re
from collections.abc import Sequence
from typing import Any

import click

from firm.errors import Refusal


class Misused(Refusal):
    """The command line is not one that a verb understands."""

    code = "usage"


class _French(click.Command):
    """A command whose help page is in French."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Usage : ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say in French what --help does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Affiche cette aide."
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each option does."""
        with formatter.section("Options"):
            formatter.write_dl(options(self, ctx))
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each argument is."""
        records = [
            (each.make_metavar(ctx).strip("[]"), each.help or "")
            for each in self.get_params(ctx)
            if isinstance(each, click.Argument)
        ]
        if records:
            with formatter.section("Arguments"):
                formatter.write_dl(records)


class Verb(_French):
    """One verb, with the options that every verb has."""

    def __init__(
        self,
        name: str | None,
        *,
        writes: bool = False,
        params: Sequence[click.Parameter] = (),
        **attributes: Any,  # noqa: ANN401 -- click's own, passed on by its decorator
    ) -> None:
        super().__init__(name, params=[*params, *_shared_options(writes=writes)], **attributes)


class Verbs(_French, click.Group):
    """Several verbs about one thing."""

    def __init__(self, name: str | None, **attributes: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(name, subcommand_metavar="VERBE …", **attributes)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs, in the order in which a firm meets them."""
        verbs = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, summary(verb)) for name, verb in verbs if verb is not None]
        with formatter.section("Verbes"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Keep the order of definition."""
        return list(self.commands)


def options(verb: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    """Give each option as it is typed, and what it does."""
    records = [
        param.get_help_record(ctx) for param in verb.get_params(ctx) if isinstance(param, click.Option)
    ]
    return [(record[0], record[1].replace("[required]", "[obligatoire]")) for record in records if record]


def summary(verb: click.Command) -> str:
    """Give the first paragraph of a verb's help, whole."""
    return " ".join(inspect.cleandoc(verb.help or "").partition("\n\n")[0].split())


def _shared_options(*, writes: bool) -> list[click.Parameter]:
    options: list[click.Parameter] = [
        click.Option(
            ["--json", "is_json"],
            is_flag=True,
            expose_value=False,
            help="Écrit un objet JSON, et rien d'autre.",
        ),
        click.Option(
            ["--actor"],
            metavar="COMPTE",
            callback=_keep,
            expose_value=False,
            help="Agit pour quelqu'un d'autre (administrateurs) ; sinon, le compte du système.",
        ),
    ]
    if writes:
        options.append(
            click.Option(
                ["--key"],
                metavar="CLÉ",
                callback=_keep,
                expose_value=False,
                help="La même clé une seconde fois rend la première réponse.",
            )
        )
    return options


def _keep(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    if value is not None:
        if not value.strip():
            raise Misused(
                f"--{option.name} ne peut pas être vide.", remedy="Donner une valeur, ou retirer l'option."
            )
        setattr(ctx.obj, str(option.name), value)


def misuse(error: click.ClickException) -> Misused:
    """Say in French what could not be read, and where to read more."""
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "jalon"
    return Misused(_sentence(error), remedy=f"Lire {path} --help.")


def _sentence(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return f"L'option {error.option_name} n'existe pas{_near(error.possibilities)}."
        case click.exceptions.NoSuchCommand():
            return f"Le verbe « {error.command_name} » n'existe pas{_near(error.possibilities)}."
        case click.BadOptionUsage():
            takes_none = "not take" in error.message
            wants = "ne prend pas de valeur" if takes_none else "attend une valeur"
            return f"L'option {error.option_name} {wants}."
        case click.MissingParameter():
            return f"Il manque {_missing(error)}."
        case click.UsageError():
            return _extra(error)
    return f"La commande n'a pas été comprise : {error.format_message()}"


def _missing(error: click.MissingParameter) -> str:
    param = error.param
    if param is None:
        return "un argument"
    if isinstance(param, click.Option):
        return f"l'option {max(param.opts, key=len)}"
    return f"l'argument {param.human_readable_name}"


def _near(possibilities: Sequence[str] | None) -> str:
    return f" ; vouliez-vous dire {' ou '.join(possibilities)} ?".rstrip(" ?") if possibilities else ""


def _extra(error: click.UsageError) -> str:
    if error.message.startswith("Missing command"):
        return "Il manque un verbe."
    found = re.search(r"extra arguments? \((.*)\)", error.message, re.DOTALL)
    if found:
        return f"Il y a un argument de trop : {found[1]}."
    return f"La commande n'a pas été comprise : {error.message}"
