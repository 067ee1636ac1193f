"""The journal, people, loads, validations, drafts and keys.

Migrations only add: batch mode would rebuild a table and drop its triggers.
"""

import sqlalchemy as sa
from alembic import op

from ledger import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables of the spine, each with its triggers."""
    connection = op.get_bind()
    triggers.prepare(connection)
    _journal()
    _people()
    _loads()
    _validations()
    _drafts()
    _idempotency()
    for table, key in {
        "journal": ("seq",),
        "users": ("seq", "actor"),
        "loads": ("load_id",),
        "validations": ("validation_id",),
        "drafts": ("draft_id",),
        "draft_lines": ("draft_id", "line_number"),
        "draft_states": ("state_id",),
        "idempotency": ("key",),
    }.items():
        triggers.protect(connection, table, key)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=False)


def _seq() -> sa.Column[int]:
    row = sa.ForeignKey("journal.seq", deferrable=True, initially="DEFERRED")
    return sa.Column("seq", WHOLE, row, nullable=False)


def _draft() -> sa.Column[str]:
    return sa.Column("draft_id", sa.Text(), sa.ForeignKey("drafts.draft_id"), nullable=False)


def _known(column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", WHOLE, primary_key=True, autoincrement=False),
        *(_text(name) for name in ("at", "actor", "account", "verb", "subject", "outcome")),
        *(_text(name, null=True) for name in ("before", "after", "reason")),
        *(_text(name) for name in ("rows_hash", "prev_hash", "hash")),
        _known("outcome", "done", "refused"),
    )


def _people() -> None:
    op.create_table(
        "users",
        _seq(),
        _text("actor"),
        _text("role"),
        _text("manager", null=True),
        _text("state"),
        sa.PrimaryKeyConstraint("seq", "actor"),
        _known("role", "admin", "billing", "project_manager", "director", "analyst"),
        _known("state", "added", "removed"),
        sqlite_with_rowid=False,
    )


def _loads() -> None:
    op.create_table(
        "loads",
        sa.Column("load_id", WHOLE, primary_key=True, autoincrement=False),
        _seq(),
        *(_text(name) for name in ("recorded_at", "batch_id", "source")),
        _text("template", null=True),
        *(_text(name) for name in ("file_name", "file_hash")),
        _whole("byte_count"),
        _text("mapping_hash", null=True),
        *(_whole(f"{name}_count") for name in ("read", "accepted", "rejected", "unchanged")),
    )
    op.create_index("loads_by_seq", "loads", ["seq"])


def _validations() -> None:
    op.create_table(
        "validations",
        _text("validation_id"),
        _seq(),
        *(_text(name) for name in ("phase_id", "validated_on", "progress")),
        *(_text(name, null=True) for name in ("evidence_hash", "evidence_name", "reason")),
        *(_text(name) for name in ("recorded_at", "actor")),
        sa.PrimaryKeyConstraint("validation_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("validations_by_seq", "validations", ["seq"])


def _drafts() -> None:
    op.create_table(
        "drafts",
        _text("draft_id"),
        _seq(),
        *(_text(name) for name in ("document_kind", "project_id", "quote_id", "client_id")),
        *(_whole(f"{name}_amount") for name in ("net", "vat", "gross", "retention")),
        *(_text(name) for name in ("drafted_on", "created_at", "created_by")),
        sa.PrimaryKeyConstraint("draft_id"),
        _known("document_kind", "invoice", "deposit"),
        sqlite_with_rowid=False,
    )
    op.create_index("drafts_by_seq", "drafts", ["seq"])
    op.create_table(
        "draft_lines",
        _draft(),
        _whole("line_number"),
        _seq(),
        _text("phase_id", null=True),
        _text("line_kind"),
        _text("label", null=True),
        _whole("net_amount"),
        _text("vat_rate"),
        _text("retention_rate"),
        sa.PrimaryKeyConstraint("draft_id", "line_number"),
        sqlite_with_rowid=False,
    )
    op.create_index("draft_lines_by_seq", "draft_lines", ["seq"])
    op.create_table(
        "draft_states",
        _text("state_id"),
        _seq(),
        _draft(),
        *(_text(name) for name in ("state", "stated_on", "at", "actor")),
        _text("reason", null=True),
        sa.PrimaryKeyConstraint("state_id"),
        _known("state", "open", "submitted", "approved", "returned", "discarded", "issued"),
        sqlite_with_rowid=False,
    )
    op.create_index("draft_states_by_seq", "draft_states", ["seq"])
    op.create_index("draft_states_by_draft", "draft_states", ["draft_id"])
    op.create_table(
        "phase_lock",
        _text("phase_id"),
        _draft(),
        sa.PrimaryKeyConstraint("phase_id"),
        sqlite_with_rowid=False,
    )


def _idempotency() -> None:
    op.create_table(
        "idempotency",
        _text("key"),
        _seq(),
        *(_text(name) for name in ("verb", "request_hash", "answer")),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    op.create_index("idempotency_by_seq", "idempotency", ["seq"])
