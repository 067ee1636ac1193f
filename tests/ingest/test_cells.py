"""How people write a date, an amount, a share; and what is turned down rather than guessed."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from ingest.cells import cell, literal, trimmed
from ingest.columns import Column, Kind
from ingest.templates import BY_NAME

AMOUNT = BY_NAME["invoices"].column("net_amount")
RATE = BY_NAME["phases"].column("vat_rate")
RETENTION = BY_NAME["phases"].column("retention_rate")
PROGRESS = BY_NAME["progress"].column("progress")
HOURS = BY_NAME["timesheets"].column("hours")
DAY = BY_NAME["timesheets"].column("worked_on")
TERMS = BY_NAME["clients"].column("payment_terms_days")
FLAG = BY_NAME["clients"].column("is_public")
MODE = BY_NAME["phases"].column("billing_mode")
LINE_KIND = BY_NAME["invoice_lines"].column("line_kind")
POLICY = BY_NAME["quotes"].column("deposit_policy")
STATUS = BY_NAME["quotes"].column("status")
PROJECT_STATUS = BY_NAME["projects"].column("status")
DOCUMENT = BY_NAME["invoices"].column("document_kind")
NAME = BY_NAME["clients"].column("name")
COUNTRY = BY_NAME["clients"].column("country")

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


def read(column: Column, text: str | None) -> tuple[Any, str | None]:
    """Read one cell the way the ingest does: its value, or what is wrong."""
    expressions = cell(column, "t")
    raw = "null::varchar" if text is None else literal(text)
    con = duckdb.connect()
    try:
        sql = f"select {expressions.value}, {expressions.fault} from (select {trimmed(raw)} as t)"
        found = con.execute(sql).fetchone()
    finally:
        con.close()
    assert found is not None
    return found[0] if found[1] is None else None, found[1]


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (AMOUNT, "1234.56", "1234.56"),
        (AMOUNT, "1234,56", "1234.56"),
        (AMOUNT, "1 234,56", "1234.56"),
        (AMOUNT, f"1{NBSP}234,56", "1234.56"),
        (AMOUNT, f"1{NARROW}234,56", "1234.56"),
        (AMOUNT, f"12{THIN}345{NARROW}678,9", "12345678.90"),
        (AMOUNT, f"1 234,56{NBSP}€", "1234.56"),
        (AMOUNT, "1234.56 EUR", "1234.56"),
        (AMOUNT, "  12 ", "12.00"),
        (AMOUNT, f"{NBSP}12{NARROW}", "12.00"),
        (AMOUNT, "-12,5", "-12.50"),
        (AMOUNT, "\u221212,5", "-12.50"),
        (AMOUNT, "+12", "12.00"),
        (AMOUNT, "0", "0.00"),
        (AMOUNT, ",5", "0.50"),
        (AMOUNT, "12,", "12.00"),
        (AMOUNT, "1.50000", "1.50"),
        (AMOUNT, "9999999999999999,99", "9999999999999999.99"),
        (RATE, "0.20", "0.20"),
        (RATE, "0,055", "0.055"),
        (RATE, "20 %", "0.20"),
        (RATE, f"5,5{NBSP}%", "0.055"),
        (RATE, "20", "0.20"),
        (RATE, "5,5", "0.055"),
        (RATE, "1", "1"),
        (RATE, "0", "0"),
        (RATE, "1 %", "0.01"),
        (RATE, None, "0.20"),
        (RETENTION, "", "0"),
        (PROGRESS, "0.3", "0.3"),
        (PROGRESS, "30 %", "0.3"),
        (PROGRESS, "30%", "0.3"),
        (PROGRESS, "30", "0.3"),
        (PROGRESS, "1", "1"),
        (PROGRESS, "2", "0.02"),
        (PROGRESS, "100", "1"),
        (PROGRESS, "1,5 %", "0.015"),
        (PROGRESS, "33,3333333333", "0.333333333333"),
        (PROGRESS, "0", "0"),
        (HOURS, "7,5", "7.5"),
        (HOURS, "24", "24"),
        (HOURS, "-8", "-8"),
        (HOURS, "0,166667", "0.166667"),
        (TERMS, "45", "45"),
        (TERMS, "45.0", "45"),
        (TERMS, "1 000", "1000"),
        (TERMS, "", "30"),
        (TERMS, "0", "0"),
        (TERMS, "3650", "3650"),
    ],
)
def test_numbers_as_people_write_them(column: Column, text: str | None, value: str) -> None:
    """Any kind of space, either decimal mark, percent or share: one exact value."""
    assert read(column, text) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (AMOUNT, "12,345", "too_many_decimals"),
        (AMOUNT, "1.005", "too_many_decimals"),
        (AMOUNT, "1,234.56", "not_a_number"),
        (AMOUNT, "1.234,56", "not_a_number"),
        (AMOUNT, "12 34", "not_a_number"),
        (AMOUNT, "1e3", "not_a_number"),
        (AMOUNT, "NaN", "not_a_number"),
        (AMOUNT, "inf", "not_a_number"),
        (AMOUNT, "-Infinity", "not_a_number"),
        (AMOUNT, "1_000", "not_a_number"),
        (AMOUNT, "0x10", "not_a_number"),
        (AMOUNT, "douze", "not_a_number"),
        (AMOUNT, "-", "not_a_number"),
        (AMOUNT, ",", "not_a_number"),
        (AMOUNT, "€", "not_a_number"),
        (AMOUNT, "(12)", "not_a_number"),
        (AMOUNT, "99999999999999999", "out_of_range"),
        (AMOUNT, "9" * 60, "out_of_range"),
        (AMOUNT, "", "empty"),
        (AMOUNT, NBSP, "empty"),
        (RATE, "-0,1", "rate_out_of_range"),
        (RATE, "120 %", "rate_out_of_range"),
        (RATE, "120", "rate_out_of_range"),
        (RATE, "1,5", "rate_out_of_range"),
        (RATE, "0,2000001", "too_many_decimals"),
        (RATE, "NaN", "not_a_number"),
        (RATE, "%", "not_a_number"),
        (PROGRESS, "-0,1", "progress_negative"),
        (PROGRESS, "-10 %", "progress_negative"),
        (PROGRESS, "1,2", "progress_unclear"),
        (PROGRESS, "100,01", "progress_above_100"),
        (PROGRESS, "101 %", "progress_above_100"),
        (PROGRESS, "9" * 40, "progress_above_100"),
        (PROGRESS, "0,1234567890123", "too_many_decimals"),
        (HOURS, "24,5", "hours_out_of_range"),
        (HOURS, "-25", "hours_out_of_range"),
        (HOURS, "0,1666666667", "too_many_decimals"),
        (HOURS, "7h30", "not_a_number"),
        (TERMS, "3651", "terms_out_of_range"),
        (TERMS, "-1", "terms_out_of_range"),
        (TERMS, "30,5", "too_many_decimals"),
    ],
)
def test_numbers_that_are_turned_down(column: Column, text: str, code: str) -> None:
    """Nothing is rounded, nothing is guessed."""
    assert read(column, text) == (None, code)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("31/03/2026", date(2026, 3, 31)),
        ("1/4/2026", date(2026, 4, 1)),
        ("2026-03-31 00:00:00", date(2026, 3, 31)),
        ("2026-03-31T00:00:00.000", date(2026, 3, 31)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_dates_as_people_write_them(text: str, value: date) -> None:
    """ISO or day first."""
    assert read(DAY, text) == (value, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2026", "impossible_date"),
        ("2026-02-30", "impossible_date"),
        ("29/02/2026", "impossible_date"),
        ("03/31/2026", "impossible_date"),
        ("0000-00-00", "impossible_date"),
        ("0026-03-31", "impossible_date"),
        ("31/03/26", "not_a_date"),
        ("2026-03-31 14:30:00", "not_a_date"),
        ("20260331", "not_a_date"),
        ("46112", "not_a_date"),
        ("hier", "not_a_date"),
        ("", "empty"),
    ],
)
def test_dates_that_are_turned_down(text: str, code: str) -> None:
    """A day that does not exist, or that could be another one."""
    assert read(DAY, text) == (None, code)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("oui", True),
        ("VRAI", True),
        ("True", True),
        ("1", True),
        ("non", False),
        ("Faux", False),
        ("", False),
    ],
)
def test_flags_as_people_write_them(text: str, *, value: bool) -> None:
    """Oui, vrai, and nothing at all for no."""
    assert read(FLAG, text) == (value, None)


def test_a_flag_that_is_neither() -> None:
    """Peut-être is not an answer."""
    assert read(FLAG, "peut-être") == (None, "not_a_flag")


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (MODE, "jalon", "milestone"),
        (MODE, "Avancement", "progress"),
        (MODE, "REGIE", "time"),
        (MODE, "acompte", "deposit"),
        (MODE, "Débours", "expense"),
        (MODE, "time", "time"),
        (STATUS, "brouillon", "draft"),
        (STATUS, "Envoyé", "sent"),
        (STATUS, "signe", "signed"),
        (STATUS, "perdu", "lost"),
        (STATUS, "", "draft"),
        (PROJECT_STATUS, "ouvert", "open"),
        (PROJECT_STATUS, "CLOS", "closed"),
        (PROJECT_STATUS, None, "open"),
        (POLICY, "au prorata", "pro_rata"),
        (POLICY, "en premier", "first_out"),
        (POLICY, "Avance publique", "public_advance"),
        (POLICY, "", "pro_rata"),
        (DOCUMENT, "facture", "invoice"),
        (DOCUMENT, "Avoir", "credit_note"),
        (DOCUMENT, "acompte", "deposit"),
        (DOCUMENT, "credit_note", "credit_note"),
        (DOCUMENT, "", "invoice"),
        (LINE_KIND, "travaux", "work"),
        (LINE_KIND, "acompte", "deposit"),
        (LINE_KIND, "reprise d\u2019acompte", "deposit_deduction"),
        (LINE_KIND, "Révision", "revision"),
        (LINE_KIND, "penalite", "penalty"),
        (LINE_KIND, "autre", "other"),
        (LINE_KIND, "", "work"),
    ],
)
def test_codes_in_both_languages(column: Column, text: str | None, code: str) -> None:
    """The codes of the contract, and the French words beside them."""
    assert read(column, text) == (code, None)


def test_an_unknown_code_is_turned_down() -> None:
    """Not taken for the default."""
    assert read(MODE, "forfait")[1] == "unknown_code"
    assert read(STATUS, "peut-être")[1] == "unknown_code"


def test_texts_keep_what_they_say() -> None:
    """Outer blanks go, nothing else; an empty country is France."""
    assert read(NAME, f'{NBSP} L\'Atelier "1" ') == ('L\'Atelier "1"', None)
    assert read(COUNTRY, "") == ("FR", None)
    assert read(NAME, "x" * 10_001)[1] == "too_long"


def test_every_kind_has_its_rules() -> None:
    """A kind without an expression would stop a whole file."""
    assert all(
        cell(Column(name="x", kind=kind, heading="X"), "t").value for kind in Kind if kind is not Kind.CHOICE
    )
