"""The relations that no model makes: the day, the firm, the build, and the ledger's copy."""

from collections.abc import Mapping

BUILD_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "core.clock": {"today": "DATE"},
    "core.firm": {"name": "VARCHAR", "is_evidence_required": "BOOLEAN"},
    "core.build": {
        "build_id": "VARCHAR",
        "built_at": "TIMESTAMP",
        "today": "DATE",
        "ledger_seq": "BIGINT",
        "is_as_of": "BOOLEAN",
        "sql_fingerprint": "VARCHAR",
        "settings_fingerprint": "VARCHAR",
        "jalon_version": "VARCHAR",
        "duckdb_version": "VARCHAR",
    },
}
"""Filled by the build itself, one row each; `built_at` is UTC."""
