"""Short ways to describe a column, so that the templates read as a table."""

from ingest.columns import Choice, Column, Kind, Reference


def text(
    name: str, heading: str, *aliases: str, required: bool = False, default: str | None = None
) -> Column:
    """Describe a text."""
    return Column(
        name=name, kind=Kind.TEXT, heading=heading, aliases=aliases, is_required=required, default=default
    )


def day(name: str, heading: str, *aliases: str, required: bool = False) -> Column:
    """Describe a date."""
    return Column(name=name, kind=Kind.DATE, heading=heading, aliases=aliases, is_required=required)


def money(
    name: str, heading: str, *aliases: str, required: bool = False, default: str | None = None
) -> Column:
    """Describe an amount in euros."""
    return Column(
        name=name, kind=Kind.MONEY, heading=heading, aliases=aliases, is_required=required, default=default
    )


def quantity(
    name: str,
    heading: str,
    *aliases: str,
    required: bool = False,
    minimum: str | None = None,
    maximum: str | None = None,
) -> Column:
    """Describe a number with up to six decimals."""
    return Column(
        name=name,
        kind=Kind.QUANTITY,
        heading=heading,
        aliases=aliases,
        is_required=required,
        minimum=minimum,
        maximum=maximum,
    )


def rate(
    name: str, heading: str, *aliases: str, required: bool = False, default: str | None = None
) -> Column:
    """Describe a share from 0 to 1."""
    return Column(
        name=name,
        kind=Kind.RATE,
        heading=heading,
        aliases=aliases,
        is_required=required,
        default=default,
        minimum="0",
        maximum="1",
    )


def integer(
    name: str,
    heading: str,
    *aliases: str,
    required: bool = False,
    default: str | None = None,
    minimum: str | None = None,
    maximum: str | None = None,
) -> Column:
    """Describe a whole number."""
    return Column(
        name=name,
        kind=Kind.INTEGER,
        heading=heading,
        aliases=aliases,
        is_required=required,
        default=default,
        minimum=minimum,
        maximum=maximum,
    )


def flag(name: str, heading: str, *aliases: str) -> Column:
    """Describe a yes or no, no when empty."""
    return Column(name=name, kind=Kind.BOOLEAN, heading=heading, aliases=aliases, default="false")


def choice(
    name: str,
    heading: str,
    *aliases: str,
    codes: dict[str, tuple[str, ...]],
    required: bool = False,
    default: str | None = None,
) -> Column:
    """Describe a column of codes, each with its French spellings."""
    return Column(
        name=name,
        kind=Kind.CHOICE,
        heading=heading,
        aliases=aliases,
        is_required=required,
        default=default,
        choices=tuple(Choice(code=code, spellings=spellings) for code, spellings in codes.items()),
    )


def refers(column: str, template: str, target: str | None = None) -> Reference:
    """Say that a column names a row of another template."""
    return Reference(column=column, template=template, target=target or column)
