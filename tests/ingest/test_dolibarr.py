"""A Dolibarr firm from its tables: two versions, two formats, one result that ties out."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.command import Ingested
from tests.ingest.conftest import SOURCES, Office

FOLDER = SOURCES / "dolibarr"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the Dolibarr sample is not beside the project")

EXPORTS = [
    f"{version}/{form}"
    for version in ("demo_9.0.0", "demo_9.0.0_on_v20_schema")
    for form in ("csv", "parquet")
]


@pytest.fixture
def stats() -> dict[str, Any]:
    """What was counted in the source, by someone else."""
    counted: dict[str, Any] = json.loads((FOLDER / "STATS.json").read_text())["9.0.0"]
    return counted


def money(value: object) -> Decimal:
    """Read a float of the statistics as the amount that it stands for."""
    return Decimal(str(value)).quantize(Decimal("0.01"))


def tied(ingested: Ingested, measure: str) -> tuple[int, Decimal]:
    """Give number and total, once both sides are seen to be the same."""
    (found,) = (each for each in ingested.tie_out if each.measure.startswith(measure))
    assert found.agrees
    return found.loaded_count, found.loaded_amount


@pytest.mark.parametrize("export", EXPORTS)
def test_both_sides_agree_in_each_version_and_format(
    office: Office, stats: dict[str, Any], export: str
) -> None:
    """Invoices, payments, proposals and hours: as many, and as much."""
    ingested = office.ingest(FOLDER / export)

    invoices = [row for row in stats["facture_by_type_statut_paye"] if row["fk_statut"] != 0]
    proposals = [row for row in stats["propal_by_statut"] if row["fk_statut"] != 0]
    assert tied(ingested, "Factures") == (
        sum(row["n"] for row in invoices),
        sum((money(row["total_ttc"]) for row in invoices), Decimal(0)),
    )
    assert tied(ingested, "Propositions") == (
        sum(row["n"] for row in proposals),
        sum((money(row["total_ht"]) for row in proposals), Decimal(0)),
    )
    assert tied(ingested, "Règlements") == (stats["paiement"][0]["n"], money(stats["paiement"][0]["amount"]))
    assert tied(ingested, "Heures") == (stats["time"][0]["n"], money(stats["time"][0]["h"]))


@pytest.mark.parametrize("export", EXPORTS[:3:2])
def test_every_count_adds_up(office: Office, export: str) -> None:
    """What is read is accepted, rejected or unchanged; a second time nothing is accepted."""
    for ingested in (office.ingest(FOLDER / export), office.ingest(FOLDER / export)):
        for item in ingested.items:
            assert item.read == item.accepted + item.rejected + item.unchanged
            assert min(item.accepted, item.rejected, item.unchanged) >= 0

    assert sum(item.accepted for item in ingested.items) == 0
    assert len({load.batch_id for load in office.loads()}) == 1


def test_both_versions_give_the_same_rows(office: Office) -> None:
    """Names of tables and columns changed; what they say did not."""
    office.ingest(FOLDER / EXPORTS[0])

    ingested = office.ingest(FOLDER / EXPORTS[2])

    changed = {(item.template, item.accepted) for item in ingested.items if item.template and item.accepted}
    assert {template for template, _ in changed} <= {"clients", "payments"}  # translated labels, one term


def test_payments_are_one_row_a_link_and_what_is_left(office: Office, stats: dict[str, Any]) -> None:
    """A payment of two invoices is two rows; what no invoice is named for stands apart."""
    office.ingest(FOLDER / EXPORTS[0])

    links = stats["paiement_facture"][0]
    assert office.rows("select count(*), sum(amount) from raw.payments where payment_id like '%/%'") == [
        (links["n"], money(links["amount"]))
    ]
    assert office.rows(
        "select count(*) from raw.payments as alone "
        "where payment_id not like '%/%' and invoice_number is null and not exists "
        "(select 1 from raw.payments as other where starts_with(other.payment_id, alone.payment_id || '/'))"
    ) == [(stats["paiement_without_facture_link"],)]


def test_a_proposal_without_a_project_gets_one(office: Office, stats: dict[str, Any]) -> None:
    """None of the sample's has one: each quote is alone in its own."""
    office.ingest(FOLDER / EXPORTS[0])

    assert stats["propal_with_fk_projet"] == 0
    assert office.rows(
        "select count(*), count(distinct project_id), bool_and(quote_id = project_id) from raw.quotes "
        "where quote_id not like 'TASKS-%'"
    ) == [(26, 26, True)]


def test_tasks_are_time_phases_and_lines_milestones(office: Office, stats: dict[str, Any]) -> None:
    """Tasks hang on a quote made for their project."""
    office.ingest(FOLDER / EXPORTS[0])

    assert office.rows(
        "select billing_mode, count(*), bool_and(quote_id like 'TASKS-%'), sum(budget_hours) from raw.phases "
        "group by all order by all"
    ) == [
        ("milestone", 91, False, None),
        ("time", stats["task"][0]["n"], True, Decimal(str(stats["task"][0]["planned_h"]))),
    ]


def test_credit_notes_keep_their_sign_and_their_invoice(office: Office) -> None:
    """Deposits are a kind of their own; drafts are no documents."""
    office.ingest(FOLDER / EXPORTS[0])

    assert office.rows(
        "select document_kind, count(*), count(corrects_invoice_number), sum(net_amount) from raw.invoices "
        "group by all order by all"
    ) == [
        ("credit_note", 3, 3, Decimal("-1016.00")),
        ("deposit", 2, 0, Decimal("20.00")),
        ("invoice", 15, 0, Decimal("993.85")),
    ]
    assert office.rows("select count(*) from raw.invoices where invoice_number like '(PROV%'") == [(0,)]


def test_what_is_left_out_is_told_with_counts(office: Office, stats: dict[str, Any]) -> None:
    """Drafts apart, tables that are not taken, columns that nobody reads."""
    found = office.ingest(FOLDER / EXPORTS[0]).left_out
    left = {each.what: (each.row_count, each.amount) for each in found}

    assert left["Factures à l'état de brouillon"] == (2, Decimal("10.00"))
    assert left["Propositions à l'état de brouillon"] == (4, money(stats["propal_by_statut"][0]["total_ht"]))
    assert left["Table bank : non reprise"] == (33, None)
    assert left["Table order : non reprise"] == (31, None)
    details = {each.file_name: each.detail for each in found if each.detail}
    assert "phone (1)" in details["llx_societe.csv"]


def test_a_project_without_a_third_party_is_rejected(office: Office) -> None:
    """And its task waits for it."""
    ingested = office.ingest(FOLDER / EXPORTS[0])

    assert {(item.file_name, item.template, item.rejected) for item in ingested.items if item.rejected} == {
        ("llx_projet.csv", "projects", 2),
        ("llx_projet.csv", "quotes", 1),
        ("llx_projet_task.csv", "phases", 1),
    }


def test_the_same_table_in_two_formats_is_taken_once(office: Office, tmp_path: Path) -> None:
    """The second is left aside and told."""
    folder = tmp_path / "both"
    folder.mkdir()
    for form in ("csv", "parquet"):
        shutil.copy(FOLDER / "demo_9.0.0" / form / f"llx_societe.{form}", folder)

    ingested = office.ingest(folder)

    assert [item.file_name for item in ingested.items] == ["llx_societe.csv"]
    assert [finding.code for finding in ingested.findings] == ["table_given_twice"]


def test_a_table_given_later_joins_those_that_came_before(office: Office, tmp_path: Path) -> None:
    """And everything rebuilds from landing and ledger, mapping included."""
    folder = tmp_path / "export"
    shutil.copytree(FOLDER / EXPORTS[0], folder)
    table = folder / "llx_facture.csv"
    text = table.read_text(encoding="utf-8")
    office.ingest(folder)
    table.write_text(text.replace(",46.0,46.1,", ",46.0,47.1,"), encoding="utf-8")

    ingested = office.ingest(table)

    assert [
        (item.file_name, item.template, item.accepted, item.unchanged)
        for item in ingested.items
        if item.accepted
    ] == [("llx_facture.csv", "invoices", 1, 19)]
    assert office.rows("select gross_amount from raw.invoices where invoice_number = 'FA1007-0002'") == [
        (Decimal("47.10"),)
    ]
    before = office.everything()
    office.home.raw_file.unlink()
    office.sync()
    assert office.everything() == before


def test_a_file_without_its_name_is_known_by_its_columns(office: Office, tmp_path: Path) -> None:
    """Whatever the export was called."""
    path = tmp_path / "x.txt"
    shutil.copy(FOLDER / EXPORTS[0] / "llx_societe.csv", path)

    (item,) = office.ingest(path).items

    assert (item.source, item.template, item.accepted) == ("dolibarr", "clients", 15)
