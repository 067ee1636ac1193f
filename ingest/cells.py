"""How the text of a cell becomes a value, as DuckDB expressions written from the templates.

Each column gives two expressions over its trimmed text: the value, and the code of what is wrong (null when
nothing is). Nothing is rounded: a value that its type cannot hold exactly is a fault.
"""

from dataclasses import dataclass

from ingest.columns import Column, Kind, fold

BLANKS = " \t\r\n\u00a0\u202f\u2009\u2007\ufeff"
_THOUSANDS = " \u00a0\u202f\u2009\u2007"
_MINUS = "\u2212"
_WHOLE = f"[+{_MINUS}-]?([0-9]{{1,3}}([{_THOUSANDS}][0-9]{{3}})+|[0-9]+)"
_PART = f"[+{_MINUS}-]?([0-9]{{1,3}}([{_THOUSANDS}][0-9]{{3}})+|[0-9]+|)"
_EURO = f"([{_THOUSANDS}]?(€|EUR))?"
_PERCENT = f"([{_THOUSANDS}]?%)?"
_ISO_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]00:00(:00([.]0+)?)?)?"
_FRENCH_DATE = "[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
_TEXT_LIMIT = 10_000
_SCALES = {Kind.MONEY: 2, Kind.QUANTITY: 6, Kind.RATE: 6, Kind.PROGRESS: 12, Kind.INTEGER: 0}
_TRUE = ("true", "vrai", "oui", "yes", "o", "y", "1")
_FALSE = ("false", "faux", "non", "no", "n", "0")

REASONS: dict[str, tuple[str, str]] = {
    "empty": ("la cellule est vide alors qu'elle est obligatoire", "la remplir"),
    "too_long": ("le texte dépasse 10 000 caractères", "le raccourcir"),
    "not_a_number": ("ce n'est pas un nombre lisible", "écrire par exemple 1234,56"),
    "too_many_decimals": (
        "trop de décimales pour être gardé sans arrondi",
        "arrondir dans le fichier source",
    ),
    "out_of_range": ("le nombre sort des bornes admises", "corriger la valeur"),
    "hours_out_of_range": ("plus de 24 h dans une saisie", "répartir les heures sur plusieurs saisies"),
    "terms_out_of_range": ("le délai de paiement n'est pas entre 0 et 3650 jours", "corriger le délai"),
    "rate_out_of_range": ("le taux n'est pas entre 0 et 100 %", "écrire par exemple 20 % ou 0,20"),
    "progress_negative": ("un avancement ne peut pas être négatif", "écrire une part entre 0 et 100 %"),
    "progress_unclear": (
        "un avancement entre 1 et 2 peut se lire de deux façons",
        "écrire par exemple 1,5 % ou 0,015",
    ),
    "progress_above_100": ("un avancement ne dépasse pas 100 %", "écrire une part entre 0 et 100 %"),
    "not_a_date": ("ce n'est pas une date lisible", "écrire 2026-03-31 ou 31/03/2026"),
    "impossible_date": ("cette date n'existe pas", "corriger la date"),
    "not_a_flag": ("ce n'est ni oui ni non", "écrire oui ou non"),
    "unknown_code": ("ce code n'est pas connu", "choisir parmi : {codes}"),
    "error_cell": ("la cellule contient une erreur de calcul", "corriger la formule dans le classeur"),
    "too_many_cells": (
        "la ligne a plus de cellules que l'en-tête",
        "vérifier les séparateurs et les guillemets",
    ),
    "too_few_cells": (
        "la ligne a moins de cellules que l'en-tête",
        "vérifier les séparateurs et les guillemets",
    ),
    "broken_quotes": ("un guillemet n'est pas fermé", "fermer ou doubler le guillemet"),
    "nul_character": ("la ligne contient un caractère nul", "réexporter le fichier"),
    "line_too_long": ("la ligne dépasse 1 Mo", "vérifier les guillemets et les fins de ligne"),
    "positive_credit_note": (
        "un avoir a un montant positif",
        "inscrire les montants d'un avoir en négatif, ou changer le type de pièce",
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """The two expressions of a column."""

    value: str
    fault: str


def literal(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def trimmed(column: str) -> str:
    """Give the text of a cell without its outer blanks, null when nothing is left."""
    return f"nullif(trim({column}, {literal(BLANKS)}), '')"


def reason(code: str, column: Column | None = None) -> str:
    """Say in French what is wrong and what to do."""
    what, remedy = REASONS[code]
    codes = ", ".join(choice.code for choice in column.choices) if column else ""
    return f"{what} ; {remedy.format(codes=codes)}"


def cell(column: Column, text: str) -> Cell:
    """Write the expressions of one column; `text` is the SQL name of its trimmed text."""
    plain = {
        Kind.TEXT: _text,
        Kind.DATE: _date,
        Kind.MONEY: _number,
        Kind.QUANTITY: _number,
        Kind.INTEGER: _number,
        Kind.RATE: _ratio,
        Kind.PROGRESS: _ratio,
        Kind.BOOLEAN: _flag,
        Kind.CHOICE: _choice,
    }[column.kind](column, text)
    value = plain.value
    if column.default is not None:
        value = f"coalesce({value}, cast({literal(column.default)} as {column.sql_type}))"
    empty = "'empty'" if column.is_required else "null"
    return Cell(value, f"case when {text} is null then {empty} else {plain.fault} end")


def _text(column: Column, text: str) -> Cell:
    del column
    return Cell(text, f"case when length({text}) > {_TEXT_LIMIT} then 'too_long' end")


def _bare(text: str) -> str:
    """Strip thousands, signs of money and percent; the shape was checked before."""
    dropped = literal(_THOUSANDS + "€%EUR")
    spaces = f"translate({text}, {dropped}, '')"
    return f"replace(replace({spaces}, ',', '.'), '{_MINUS}', '-')"


def _shape(decimals: int, suffix: str) -> str:
    """Write the pattern of a number that so many decimals hold exactly; zeros after them say nothing."""
    places = f"([.,][0-9]{{0,{decimals}}}0*)?" if decimals else "([.,]0*)?"
    part = f"|[+{_MINUS}-]?[.,][0-9]{{1,{decimals}}}0*" if decimals else ""
    return literal(f"({_WHOLE}{places}{part}){suffix}")


def _number(column: Column, text: str) -> Cell:
    suffix = _EURO if column.kind is Kind.MONEY else ""
    exact = f"regexp_full_match({text}, {_shape(_SCALES[column.kind], suffix)})"
    loose = f"regexp_full_match({text}, {literal(f'{_PART}([.,][0-9]*)?{suffix}')})"
    is_whole = column.kind is Kind.INTEGER
    # An integer is read through a decimal: '12.0' is twelve.
    number = f"try_cast({_bare(text)} as {'DECIMAL(38, 18)' if is_whole else column.sql_type})"
    value = f"try_cast({number} as {column.sql_type})" if is_whole else number
    bounds = [f"{value} is null"]
    bounds += [f"{value} < {column.minimum}"] if column.minimum is not None else []
    bounds += [f"{value} > {column.maximum}"] if column.maximum is not None else []
    code = {"hours": "hours_out_of_range", "payment_terms_days": "terms_out_of_range"}.get(
        column.name, "out_of_range"
    )
    fault = (
        f"case when {exact} then case when {' or '.join(bounds)} then '{code}' end "
        f"when {loose} and regexp_matches({text}, '[0-9]') then 'too_many_decimals' else 'not_a_number' end"
    )
    return Cell(value, fault)


def _ratio(column: Column, text: str) -> Cell:
    """A share: `0.3`, `30 %`, or a number above 1 taken as a percentage."""
    scale = _SCALES[column.kind]
    number = f"try_cast({_bare(text)} as DECIMAL(30, 12))"
    is_percent = f"({text} like '%\\%' escape '\\' or {number} > 1)"
    value = (
        f"case when {number} between 0 and 100 then "
        f"try_cast(case when {is_percent} then {number} * 0.01 else {number} end as {column.sql_type}) end"
    )
    exact = (
        f"regexp_full_match({text}, {_shape(scale, '')}) and {number} <= 1 "
        f"or regexp_full_match({text}, {_shape(scale - 2, _PERCENT)})"
    )
    loose = f"regexp_full_match({text}, {literal(f'{_PART}([.,][0-9]*)?{_PERCENT}')})"
    negative, unclear, above = (
        ("progress_negative", "progress_unclear", "progress_above_100")
        if column.kind is Kind.PROGRESS
        else ("rate_out_of_range",) * 3
    )
    fault = (
        f"case when not ({loose}) or not regexp_matches({text}, '[0-9]') then 'not_a_number' "
        f"when {number} is null or {number} > 100 then '{above}' "
        f"when {number} < 0 then '{negative}' "
        f"when {number} > 1 and {number} < 2 and not {text} like '%\\%' escape '\\' then '{unclear}' "
        f"when not ({exact}) then 'too_many_decimals' end"
    )
    return Cell(value, fault)


def _date(column: Column, text: str) -> Cell:
    del column
    is_french = f"regexp_full_match({text}, '{_FRENCH_DATE}')"
    value = (
        f"case when {text} like '%/%' then cast(try_strptime({text}, '%d/%m/%Y') as date) "
        f"else try_cast(left({text}, 10) as date) end"
    )
    fault = (
        f"case when not (regexp_full_match({text}, '{_ISO_DATE}') or {is_french}) then 'not_a_date' "
        f"when {value} is null or {value} < date '1900-01-01' or {value} >= date '2200-01-01' "
        f"then 'impossible_date' end"
    )
    return Cell(value, fault)


def _folded(text: str) -> str:
    return f"trim(regexp_replace(lower(strip_accents({text})), '[^a-z0-9%]+', ' ', 'g'))"


def _flag(column: Column, text: str) -> Cell:
    del column
    word = _folded(text)
    yes, no = (", ".join(literal(each) for each in words) for words in (_TRUE, _FALSE))
    value = f"case when {word} in ({yes}) then true when {word} in ({no}) then false end"
    return Cell(value, f"case when {word} not in ({yes}, {no}) then 'not_a_flag' end")


def _choice(column: Column, text: str) -> Cell:
    word = _folded(text)
    branches = " ".join(
        f"when {word} in ({', '.join(literal(fold(each)) for each in (choice.code, *choice.spellings))}) "
        f"then {literal(choice.code)}"
        for choice in column.choices
    )
    value = f"case {branches} end"
    return Cell(value, f"case when {value} is null then 'unknown_code' end")
