"""The tables of the ledger, as the code sees them; migrations make them.

Every table but `phase_lock` only grows. `seq` is the journal row of the command that wrote the row.
"""

from typing import Any, Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, MetaData, Table
from sqlalchemy.types import TypeEngine

from ledger.types import Cents, Day, Document, Exact, Instant, Whole, Words

metadata: Final = MetaData()

PROGRESS: Final = Exact(18, 12)
RATE: Final = Exact(9, 6)


def _key(name: str, kind: TypeEngine[Any]) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _must(name: str, kind: TypeEngine[Any]) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _may(name: str, kind: TypeEngine[Any]) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _seq(*, is_key: bool = False) -> Column[Any]:
    # Deferred: the journal row closes a command, after the rows that it vouches for.
    journal_row = ForeignKey("journal.seq", deferrable=True, initially="DEFERRED")
    return Column("seq", Whole(), journal_row, nullable=False, primary_key=is_key, autoincrement=False)


def _draft(*, is_key: bool = False) -> Column[Any]:
    return Column("draft_id", Words(), ForeignKey("drafts.draft_id"), nullable=False, primary_key=is_key)


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")


journal: Final = Table(
    "journal",
    metadata,
    _key("seq", Whole()),
    _must("at", Instant()),
    _must("actor", Words()),
    _must("account", Words()),
    _must("verb", Words()),
    _must("subject", Words()),
    _must("outcome", Words()),
    _may("before", Document()),
    _may("after", Document()),
    _may("reason", Words()),
    _must("rows_hash", Words()),
    _must("prev_hash", Words()),
    _must("hash", Words()),
    _one_of("outcome", "done", "refused"),
)

users: Final = Table(
    "users",
    metadata,
    _seq(is_key=True),
    _key("actor", Words()),
    _must("role", Words()),
    _may("manager", Words()),
    _must("state", Words()),
    _one_of("role", "admin", "billing", "project_manager", "director", "analyst"),
    _one_of("state", "added", "removed"),
    sqlite_with_rowid=False,
)

loads: Final = Table(
    "loads",
    metadata,
    _key("load_id", Whole()),
    _seq(),
    _must("recorded_at", Instant()),
    _must("batch_id", Words()),
    _must("source", Words()),
    _may("template", Words()),  # null: a lookup table of a mapping, nothing to load
    _must("file_name", Words()),
    _must("file_hash", Words()),
    _must("byte_count", Whole()),
    _may("mapping_hash", Words()),  # null: the file is a template
    _must("read_count", Whole()),
    _must("accepted_count", Whole()),
    _must("rejected_count", Whole()),
    _must("unchanged_count", Whole()),
    Index("loads_by_seq", "seq"),
)

validations: Final = Table(
    "validations",
    metadata,
    _key("validation_id", Words()),
    _seq(),
    _must("phase_id", Words()),
    _must("validated_on", Day()),
    _must("progress", PROGRESS),
    _may("evidence_hash", Words()),
    _may("evidence_name", Words()),
    _may("reason", Words()),
    _must("recorded_at", Instant()),
    _must("actor", Words()),
    Index("validations_by_seq", "seq"),
    sqlite_with_rowid=False,
)

drafts: Final = Table(
    "drafts",
    metadata,
    _key("draft_id", Words()),
    _seq(),
    _must("document_kind", Words()),
    _must("project_id", Words()),
    _must("quote_id", Words()),
    _must("client_id", Words()),
    _must("net_amount", Cents()),
    _must("vat_amount", Cents()),
    _must("gross_amount", Cents()),
    _must("retention_amount", Cents()),
    _must("drafted_on", Day()),
    _must("created_at", Instant()),
    _must("created_by", Words()),
    _one_of("document_kind", "invoice", "deposit"),
    Index("drafts_by_seq", "seq"),
    sqlite_with_rowid=False,
)

draft_lines: Final = Table(
    "draft_lines",
    metadata,
    _draft(is_key=True),
    _key("line_number", Whole()),
    _seq(),
    _may("phase_id", Words()),
    _must("line_kind", Words()),
    _may("label", Words()),
    _must("net_amount", Cents()),
    _must("vat_rate", RATE),
    _must("retention_rate", RATE),
    Index("draft_lines_by_seq", "seq"),
    sqlite_with_rowid=False,
)

draft_states: Final = Table(
    "draft_states",
    metadata,
    _key("state_id", Words()),
    _seq(),
    _draft(),
    _must("state", Words()),
    _must("stated_on", Day()),
    _must("at", Instant()),
    _must("actor", Words()),
    _may("reason", Words()),
    _one_of("state", "open", "submitted", "approved", "returned", "discarded", "issued"),
    Index("draft_states_by_seq", "seq"),
    Index("draft_states_by_draft", "draft_id"),
    sqlite_with_rowid=False,
)

idempotency: Final = Table(
    "idempotency",
    metadata,
    _key("key", Words()),
    _seq(),
    _must("verb", Words()),
    _must("request_hash", Words()),
    _must("answer", Document()),
    Index("idempotency_by_seq", "seq"),
    sqlite_with_rowid=False,
)

phase_lock: Final = Table(
    "phase_lock",
    metadata,
    _key("phase_id", Words()),
    _draft(),
    sqlite_with_rowid=False,
)

# What a command writes and its journal row vouches for, by hash.
VOUCHED: Final = (users, loads, validations, drafts, draft_lines, draft_states, idempotency)
APPEND_ONLY: Final = (journal, *VOUCHED)
# What analysts may read in the warehouse, schema `ledger`.
COPIED: Final = (loads, validations, drafts, draft_lines, draft_states, users, journal)
