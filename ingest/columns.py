"""What a source column holds, and how it is stored."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

_NUMBER_WORDS = re.compile(r"\b(?:numero|num|nr|no|nb)\b\.?")
_NUMBER_SIGNS = re.compile(r"n\s*[°º]|№")
_SEPARATORS = re.compile(r"[^a-z0-9%]+")


class Kind(StrEnum):
    """How a cell is read; its rules are in ingest.cells."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    QUANTITY = "quantity"
    RATE = "rate"
    PROGRESS = "progress"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"


SQL_TYPES: dict[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.DATE: "DATE",
    Kind.MONEY: "DECIMAL(18, 2)",
    Kind.QUANTITY: "DECIMAL(18, 6)",
    Kind.RATE: "DECIMAL(9, 6)",
    Kind.PROGRESS: "DECIMAL(18, 12)",
    Kind.INTEGER: "INTEGER",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.CHOICE: "VARCHAR",
}

MEANINGS: dict[Kind, str] = {
    Kind.TEXT: "texte",
    Kind.DATE: "date (2026-03-31 ou 31/03/2026)",
    Kind.MONEY: "montant en euros (1234.56 ou 1 234,56)",
    Kind.QUANTITY: "nombre, 6 décimales au plus",
    Kind.RATE: "taux (0.20, 20 % ou 20)",
    Kind.PROGRESS: "avancement (0.3, 30 % ou 30)",
    Kind.INTEGER: "nombre entier",
    Kind.BOOLEAN: "oui ou non",
    Kind.CHOICE: "un des codes donnés",
}


class Frozen(BaseModel):
    """A description: read once, never changed, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Choice(Frozen):
    """One code of an enumerated column, with its other spellings."""

    code: str
    spellings: tuple[str, ...]


class Column(Frozen):
    """One column of a source template.

    `minimum` and `maximum` are bounds of the stored value, both allowed.
    """

    name: str
    kind: Kind
    heading: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    default: str | None = None
    choices: tuple[Choice, ...] = ()
    minimum: str | None = None
    maximum: str | None = None

    @property
    def sql_type(self) -> str:
        """The DuckDB type of the stored value."""
        return SQL_TYPES[self.kind]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every header that names this column, folded."""
        return tuple(dict.fromkeys(fold(text) for text in (self.name, self.heading, *self.aliases)))


class Reference(Frozen):
    """A column that names a row of another template."""

    column: str
    template: str
    target: str


class Template(Frozen):
    """One kind of source file."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns in the order of the documentation."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns without which a file is not of this kind."""
        return tuple(column for column in self.columns if column.is_required)

    def column(self, name: str) -> Column:
        """Find a column by its canonical name."""
        return next(column for column in self.columns if column.name == name)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Reduce a header or a code to what matters: no accent, no case, one kind of separator, `n` for `N°`."""
    text = _NUMBER_SIGNS.sub("n ", text.strip().casefold())
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _SEPARATORS.sub(" ", text)
    return " ".join(_NUMBER_WORDS.sub("n", text).split())
