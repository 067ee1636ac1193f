"""Which template a header belongs to, judged by its words alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.columns import Column, Template, fold
from ingest.errors import AmbiguousHeader, DuplicateHeader, UnknownHeader
from ingest.numbered import HEAD_ROWS
from ingest.templates import TEMPLATES

_SPELLINGS: dict[str, dict[str, Column]] = {
    template.name: {spelling: column for column in template.columns for spelling in column.spellings}
    for template in TEMPLATES
}
# A header that few templates know says more about the file than one that all of them share.
_COMMONNESS = Counter(spelling for spellings in _SPELLINGS.values() for spelling in spellings)


@dataclass(frozen=True, slots=True)
class Header:
    """A recognised header.

    `row_number` counts from 1; `columns` gives each template column the position of its cell, from 0.
    """

    template: Template
    row_number: int
    width: int
    columns: dict[str, int]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fit:
    template: Template
    score: float
    missing: tuple[str, ...]


def find_header(file_name: str, rows: Sequence[Sequence[str]]) -> Header:
    """Find the header among the first rows of a sheet.

    Raises:
        DuplicateHeader: two cells of the header say the same.
        AmbiguousHeader: two templates fit as well.
        UnknownHeader: none fits; names the nearest and what is missing.
    """
    searched = rows[:HEAD_ROWS]
    for index, row in enumerate(searched):
        if _is_known(_fits(row)):
            return _header(file_name, row, index + 1)
    raise _unknown(file_name, searched)


def score(row: Sequence[str]) -> float:
    """Say how much a row looks like the header of some template."""
    return _fits(row)[0].score


def _is_known(fits: list[_Fit]) -> bool:
    return fits[0].score > 0 and not fits[0].missing


def _fits(row: Sequence[str]) -> list[_Fit]:
    return sorted((_fit(template, row) for template in TEMPLATES), key=lambda fit: -fit.score)


def _fit(template: Template, row: Sequence[str]) -> _Fit:
    known = _SPELLINGS[template.name]
    found = {known[word].name: word for word in map(fold, row) if word in known}
    weight = sum(1 / _COMMONNESS[word] for word in found.values())
    missing = tuple(column.name for column in template.required if column.name not in found)
    complete = 1 - len(missing) / len(template.required)
    return _Fit(template, weight * complete, missing)


def _header(file_name: str, row: Sequence[str], row_number: int) -> Header:
    best, second = _fits(row)[:2]
    if not second.missing and second.score == best.score:
        raise AmbiguousHeader(
            file_name,
            reason=f"l'en-tête convient à « {best.template.name} » comme à « {second.template.name} »",
            remedy="Ajouter une colonne propre au modèle voulu.",
        )
    words = [fold(cell) for cell in row]
    twice = [cell for cell, word in zip(row, words, strict=True) if word and words.count(word) > 1]
    known = _SPELLINGS[best.template.name]
    columns: dict[str, int] = {}
    for position, word in enumerate(words):
        if word not in known:
            continue
        name = known[word].name
        if name in columns:
            twice += [row[columns[name]], row[position]]
        columns[name] = position
    if twice:
        raise DuplicateHeader(file_name, headers=tuple(dict.fromkeys(twice)))
    left_out = tuple(cell for cell, word in zip(row, words, strict=True) if word and word not in known)
    return Header(best.template, row_number, len(row), columns, left_out)


def _unknown(file_name: str, rows: Sequence[Sequence[str]]) -> UnknownHeader:
    best = max(rows, key=score, default=())
    fit = _fits(best)[0]
    if not fit.score:
        best = next((row for row in rows if any(cell.strip() for cell in row)), ())
    columns = tuple(f"{name} ({fit.template.column(name).heading})" for name in fit.missing)
    return UnknownHeader(file_name, nearest=fit.template.name, missing=columns, found=tuple(best))
