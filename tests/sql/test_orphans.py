"""core.orphans and staging: rows that refer to nothing stay out, and say why."""

import pytest

from tests.sql.office import broken, office, only


def _orphans(**tables: object) -> list[tuple[str, str, str, str]]:
    found = office("core.orphans", **tables)
    return [(row["template"], row["row_key"], row["column_name"], row["value"]) for row in found]


def test_a_row_of_an_orphan_is_an_orphan_too() -> None:
    """A project without its client takes along its quotes, phases, progress, documents and lines."""
    facts = {
        "raw__projects": [{"client_id": "C9"}],
        "raw__progress": [{"validated_on": "2026-02-01"}],
        "raw__timesheets": [{"entry_id": "T1"}],
        "raw__remaining": [{"as_of": "2026-02-01", "remaining_cost": 1}],
        "raw__invoices": [{"invoice_number": "F1", "issued_on": "2026-02-01"}],
        "raw__invoice_lines": [{"invoice_number": "F1", "net_amount": 1}],
        "raw__reminders": [
            {"invoice_number": "F1", "sent_on": "2026-04-01", "level": "1", "is_automatic": False}
        ],
    }
    assert _orphans(**facts) == [
        ("invoice_lines", "F1/1", "invoice_number", "F1"),
        ("invoices", "F1", "project_id", "P1"),
        ("phases", "A", "quote_id", "Q1"),
        ("progress", "A/2026-02-01", "phase_id", "A"),
        ("projects", "P1", "client_id", "C9"),
        ("quotes", "Q1", "project_id", "P1"),
        ("remaining", "A/2026-02-01", "phase_id", "A"),
        ("reminders", "F1/2026-04-01/1", "invoice_number", "F1"),
        ("timesheets", "T1", "phase_id", "A"),
    ]
    assert broken("core.orphans", **facts) == []


def test_a_healthy_office_has_none() -> None:
    """Amendments, corrections and lines without a phase included."""
    facts = {
        "raw__quotes": "quote_id | amends_quote_id\nQ1 |\nQ2 | Q1",
        "raw__phases": "phase_id | quote_id | amends_phase_id\nA | Q1 |\nA2 | Q2 | A",
        "raw__invoices": [
            {"invoice_number": "F1", "issued_on": "2026-02-01", "project_id": None, "quote_id": None},
            {"invoice_number": "AV1", "issued_on": "2026-02-02", "corrects_invoice_number": "F1"},
        ],
        "raw__invoice_lines": [{"invoice_number": "F1", "phase_id": None, "net_amount": 1}],
    }
    assert _orphans(**facts) == []
    assert len(office("staging.phases", **facts)) == 2
    assert len(office("staging.invoices", **facts)) == 2


@pytest.mark.parametrize(
    ("template", "extra"),
    [
        ("progress", {"validated_on": "2026-02-01"}),
        ("timesheets", {"entry_id": "T1"}),
        ("remaining", {"as_of": "2026-02-01", "remaining_cost": 1}),
        ("invoice_lines", {"invoice_number": "F1", "net_amount": 1}),
    ],
)
def test_what_names_an_amending_phase_is_told_which_to_name(template: str, extra: dict[str, object]) -> None:
    """Also where the amendment amends an amendment."""
    facts = {
        "raw__quotes": "quote_id | amends_quote_id\nQ1 |\nQ2 | Q1\nQ3 | Q2",
        "raw__phases": "phase_id | quote_id | amends_phase_id\nA | Q1 |\nA2 | Q2 | A\nA3 | Q3 | A2",
        "raw__invoices": [{"invoice_number": "F1", "issued_on": "2026-02-01"}],
        f"raw__{template}": [{"phase_id": "A3", **extra}],
    }
    row = only("core.orphans", **facts)
    assert (row["template"], row["code"], row["value"]) == (template, "phase_is_amendment", "A3")
    assert "nommer la phase « A »" in row["reason"]
    assert office(f"staging.{template}", **facts) == []


def test_rows_that_amend_or_correct_in_a_circle_stand_on_nothing() -> None:
    """Neither of the two has a parent that stands."""
    facts = {
        "raw__quotes": "quote_id | amends_quote_id\nQ1 |\nQ2 | Q3\nQ3 | Q2",
        "raw__phases": "phase_id | amends_phase_id\nA | B\nB | A",
        "raw__invoices": [
            {"invoice_number": "AV1", "issued_on": "2026-02-02", "corrects_invoice_number": "AV1"},
        ],
    }
    assert _orphans(**facts) == [
        ("invoices", "AV1", "corrects_invoice_number", "AV1"),
        ("phases", "A", "amends_phase_id", "B"),
        ("phases", "B", "amends_phase_id", "A"),
        ("quotes", "Q2", "amends_quote_id", "Q3"),
        ("quotes", "Q3", "amends_quote_id", "Q2"),
    ]


def test_the_document_that_a_payment_names_is_not_judged() -> None:
    """What it cannot settle stays unallocated instead."""
    payments = [{"payment_id": "R1", "paid_on": "2026-02-01", "amount": 1, "invoice_number": "F9"}]
    assert _orphans(raw__payments=payments) == []
    assert len(office("staging.payments", raw__payments=payments)) == 1


def test_an_orphan_is_a_rejected_row() -> None:
    """Beside the rows that could not be read."""
    rejected = [
        {
            "load_id": 1,
            "file_name": "phases.csv",
            "row_number": 9,
            "template": "phases",
            "column_name": "amount",
            "value": "12,345",
            "code": "decimals",
            "reason": "Trop de décimales.",
        }
    ]
    orphan = {
        "load_id": 2,
        "file_name": "devis.csv",
        "row_number": 3,
        "template": "quotes",
        "row_key": "Q9",
        "column_name": "project_id",
        "value": "P9",
        "code": "reference_unknown",
        "reason": "Inconnu.",
    }
    found = office("marts.rejected_rows", raw__rejected_rows=rejected, core__orphans=[orphan])
    assert sorted((row["file_name"], row["row_number"], row["code"]) for row in found) == [
        ("devis.csv", 3, "reference_unknown"),
        ("phases.csv", 9, "decimals"),
    ]
