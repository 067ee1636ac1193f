"""The audit finds what changed behind jalon's back, and nothing where all is well."""

import hashlib
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import Firm
from warehouse import audit


@pytest.fixture
def built(firm: Firm) -> Firm:
    """A firm with one load, whose file has landed."""
    firm.load(1, {"P1": "100.00"})
    firm.validate("P1", "0.20")
    firm.build()
    return firm


def _codes(firm: Firm) -> list[str]:
    return [found.code for found in audit.audit(firm.home, firm.ledger, sql=firm.sql).findings]


def _land(firm: Firm, content: bytes) -> None:
    """Put a file where its name says what it holds."""
    (firm.home.landing / hashlib.sha256(content).hexdigest()).write_bytes(content)


def _spoil(firm: Firm, sql: str) -> None:
    """Change the published file, as nobody should."""
    spoilt = firm.home.root / "spoilt.duckdb"
    shutil.copyfile(firm.home.warehouse, spoilt)
    con = duckdb.connect(str(spoilt))
    con.execute(sql)
    con.close()
    spoilt.replace(firm.home.warehouse)


def test_every_check_is_named(built: Firm) -> None:
    """All lines of all headers, the files of checks/, and the landing folder, each with its count."""
    items = audit.audit(built.home, built.ledger, sql=built.sql).items
    assert {"check": "marts.billable unique phase_id", "offending_rows": 0} in [
        {"check": item.check, "offending_rows": item.offending_rows} for item in items
    ]
    assert "checks.earned_within_contract" in {item.check for item in items}


def test_a_missing_landed_file_is_found(built: Firm) -> None:
    """The load names a file that is not there."""
    assert _codes(built) == ["landed_file_missing"]


def test_a_changed_landed_file_is_found(built: Firm) -> None:
    """Its content is not what its name says."""
    _land(built, b"as it came")
    assert "landed_file_changed" not in _codes(built)
    next(built.home.landing.iterdir()).write_bytes(b"as it is")
    assert "landed_file_changed" in _codes(built)


def test_rows_that_break_a_check_are_found(built: Firm) -> None:
    """The published rows themselves are asked."""
    _spoil(built, "insert into marts.billable select * from marts.billable")
    found = audit.audit(built.home, built.ledger, sql=built.sql)
    assert "check_failed" in [each.code for each in found.findings]
    assert {item.check: item.offending_rows for item in found.items}["marts.billable unique phase_id"] == 1


def test_a_warehouse_of_another_ledger_is_found(built: Firm) -> None:
    """Its last journal row is not the ledger's."""
    _spoil(built, "update ledger.journal set hash = 'x'")
    assert "warehouse_of_another_ledger" in _codes(built)


def test_a_warehouse_that_does_not_open_is_found(built: Firm) -> None:
    """Garbage is told, not raised."""
    built.home.warehouse.unlink()
    built.home.warehouse.write_bytes(b"garbage")
    assert "warehouse_damaged" in _codes(built)


def test_a_warehouse_that_is_behind_or_not_built_is_in_order(built: Firm) -> None:
    """A crash between decision and refresh leaves nothing wrong."""
    built.validate("P1", "0.30")
    assert _codes(built) == ["landed_file_missing"]
    built.home.warehouse.unlink()
    assert _codes(built) == ["landed_file_missing"]


def test_a_warehouse_of_another_version_is_found(built: Firm, tmp_path: Path) -> None:
    """A check that could not be asked is never taken for one that passed."""
    changed = tmp_path / "models"
    shutil.copytree(built.sql, changed)
    model = next(changed.glob("marts/*.sql"))
    text = model.read_text(encoding="utf-8").replace("-- ", "-- Otherwise: ", 1)
    model.write_text(text, encoding="utf-8")

    found = audit.audit(built.home, built.ledger, sql=changed).findings

    assert "warehouse_of_another_version" in {finding.code for finding in found}
