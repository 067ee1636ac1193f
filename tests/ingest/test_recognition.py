"""A file is known by its header, never by its name."""

import pytest

from ingest.columns import Template, fold
from ingest.errors import DuplicateHeader, UnknownHeader
from ingest.recognition import find_header
from ingest.templates import TEMPLATES

every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.name)


@every_template
def test_english_headers_are_known_in_any_order(template: Template) -> None:
    """The order of columns says nothing."""
    names = list(template.names)
    names.sort(key=lambda name: name[::-1])

    header = find_header("x.csv", [names])

    assert header.template is template
    assert {name: names[position] for name, position in header.columns.items()} == dict(
        zip(names, names, strict=True)
    )


@every_template
def test_french_headers_are_known(template: Template) -> None:
    """The headers of the documentation, as they stand there."""
    header = find_header("x.csv", [[column.heading for column in template.columns]])

    assert (header.template.name, set(header.columns)) == (template.name, set(template.names))


@every_template
def test_case_accents_and_apostrophes_do_not_matter(template: Template) -> None:
    """`DATE D’ECHEANCE` is `Date d'échéance`."""
    plain = [fold(column.heading).upper().replace(" D ", " D\u2019") for column in template.columns]

    assert find_header("x.csv", [plain]).template is template


@every_template
def test_the_required_columns_suffice(template: Template) -> None:
    """A file with nothing optional is known too, in both languages."""
    english = [column.name for column in template.required]
    french = [column.heading for column in template.required]

    assert find_header("x.csv", [english]).template is template
    assert find_header("x.csv", [french]).template is template


@every_template
def test_columns_that_nobody_knows_do_no_harm(template: Template) -> None:
    """Extra columns are kept as evidence, not used."""
    header = find_header("x.csv", [["Couleur", *template.names, "Remarque"]])

    assert header.template is template
    assert header.left_out == ("Couleur", "Remarque")


@every_template
def test_a_missing_required_column_is_named(template: Template) -> None:
    """The refusal says which template was nearest and what it lacks."""
    lacking = template.required[-1]
    headers = [column.heading for column in template.columns if column is not lacking]

    with pytest.raises(UnknownHeader) as refused:
        find_header("x.csv", [headers])

    assert refused.value.nearest == template.name
    assert lacking.name in refused.value.message


def test_an_invoice_list_without_its_gross_amount_is_no_list_of_quotes() -> None:
    """A file that happens to hold another template's required columns is not taken for it."""
    headers = [
        "N° facture",
        "Code client",
        "Code affaire",
        "N° devis",
        "Date de facture",
        "Montant HT",
        "Montant TVA",
    ]

    with pytest.raises(UnknownHeader) as refused:
        find_header("x.csv", [headers])

    assert refused.value.nearest == "invoices"


def test_common_abbreviations_are_welcome() -> None:
    """`Mt HT`, `CDP`, `RG` are what people write."""
    assert find_header("x.csv", [["N° affaire", "N° client", "Intitulé", "CDP"]]).template.name == "projects"
    invoice = ["N° de facture", "N° client", "Émise le", "Mt HT", "Mt TVA", "Mt TTC", "RG"]
    assert find_header("x.csv", [invoice]).template.name == "invoices"


def test_the_header_may_stand_below_a_title() -> None:
    """Row numbers stay those of the sheet."""
    rows = [["Export du 24/11/2026"], [], ["Code phase", "Date", "RAF"], ["P1", "2026-01-01", "3"]]

    header = find_header("x.csv", rows)

    assert (header.template.name, header.row_number) == ("remaining", 3)


@pytest.mark.parametrize(
    "headers",
    [
        ["Code client", "Raison sociale", "SIREN", "siren"],
        ["Code client", "Raison sociale", "Nom"],
        ["Code client", "Raison sociale", "Note", "note"],
    ],
)
def test_two_columns_of_one_meaning_are_refused(headers: list[str]) -> None:
    """Which one counts cannot be guessed, even of a column that is not used."""
    with pytest.raises(DuplicateHeader):
        find_header("x.csv", [headers])
