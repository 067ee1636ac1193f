"""How people spell a progress: 0.30, 0,3, 30 or 30 % (the same rule as the templates)."""

import re
from decimal import Decimal

from firm.errors import Refusal

MOST_DECIMALS = 12
SPELLING = re.compile(r"\+?(\d{1,20}(?:[.,]\d{1,40})?|[.,]\d{1,40})(%?)", re.ASCII)
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


class ProgressUnreadable(Refusal):
    """The text is not a share between 0 and 1."""

    code = "progress_unreadable"

    def __init__(self, text: str) -> None:
        super().__init__(
            f"L'avancement « {text} » n'est pas une part entre 0 et 1 ni un pourcentage entre 0 et 100.",
            remedy="Écrire par exemple 0,30, 30 ou 30 %.",
        )


class ProgressAmbiguous(Refusal):
    """Between 1 and 2: a share above the whole, or a tiny percentage."""

    code = "progress_ambiguous"

    def __init__(self, text: str) -> None:
        super().__init__(
            f"L'avancement « {text} » est ambigu : entre 1 et 2, est-ce une part ou un pourcentage ?",
            remedy="Écrire 1 pour une phase terminée, ou ajouter le signe % pour un pourcentage.",
        )


class ProgressTooFine(Refusal):
    """More decimals than are kept: it would have to be rounded."""

    code = "progress_too_fine"

    def __init__(self, text: str) -> None:
        super().__init__(
            f"L'avancement « {text} » a plus de {MOST_DECIMALS} décimales.",
            remedy=f"Donner au plus {MOST_DECIMALS} décimales : rien n'est arrondi en silence.",
        )


def read(text: str) -> Decimal:
    """Read a share between 0 and 1; above 1 it is a percentage.

    Raises:
        ProgressUnreadable: not a number, negative, or above 100.
        ProgressAmbiguous: between 1 and 2 without a percent sign.
        ProgressTooFine: it cannot be kept exactly.
    """
    spelling = SPELLING.fullmatch(SPACES.sub("", text))
    if spelling is None:
        raise ProgressUnreadable(text)
    number, is_percentage = Decimal(spelling[1].replace(",", ".")), bool(spelling[2])
    if not is_percentage and 1 < number < 2:  # noqa: PLR2004
        raise ProgressAmbiguous(text)
    return exact(number / 100 if is_percentage or number > 1 else number, text=text)


def exact(share: Decimal, *, text: str | None = None) -> Decimal:
    """Return a share that the books can hold as it is, written without useless zeros."""
    spelled = str(share) if text is None else text
    if not share.is_finite() or not 0 <= share <= 1:
        raise ProgressUnreadable(spelled)
    if share != share.quantize(Decimal(1).scaleb(-MOST_DECIMALS)):
        raise ProgressTooFine(spelled)
    return Decimal(f"{share.normalize():f}")
