"""A ledger with a row in every table, written by commands."""

from datetime import date
from decimal import Decimal

from ledger import tables
from ledger.command import Command
from ledger.ids import DraftId, PhaseId
from ledger.store import Ledger
from tests.ledger.conftest import MARIE, NOW


def fill(ledger: Ledger) -> None:
    """Load a file, validate, draft, each with a key."""
    load(ledger)
    validate(ledger)
    draft(ledger, "P1", "P2")


def load(ledger: Ledger) -> None:
    """Record one file, as ingest does."""
    with ledger.command("ingest", subject="clients.csv", actor=MARIE, now=NOW, key="load") as command:
        command.append(
            tables.loads,
            load_id=1,
            batch_id=command.new_id("B"),
            source="templates",
            template="clients",
            file_name="clients.csv",
            file_hash="ab" * 32,
            byte_count=120,
            read_count=3,
            accepted_count=2,
            rejected_count=1,
            unchanged_count=0,
        )


def validate(ledger: Ledger, *, phase: str = "P1", progress: str = "0.30") -> None:
    """State a progress, with proof and reason."""
    with ledger.command("validate", subject=phase, actor=MARIE, now=NOW) as command:
        command.append(
            tables.validations,
            validation_id=command.new_id("V"),
            phase_id=phase,
            validated_on=date(2026, 3, 1),
            progress=Decimal(progress),
            evidence_hash="cd" * 32,
            evidence_name="pv.pdf",
            reason="Réunion",
        )
        command.note(
            before={"progress": None}, after={"progress": Decimal(progress)}, reason="Réunion de chantier"
        )


def draft(ledger: Ledger, *phases: str) -> DraftId:
    """Draft phases, hold them, and take a deposit back."""
    with ledger.command("draft", subject=", ".join(phases), actor=MARIE, now=NOW) as command:
        draft_id = DraftId(command.new_id("E"))
        command.append(
            tables.drafts,
            draft_id=draft_id,
            document_kind="invoice",
            project_id="A1",
            quote_id="D1",
            client_id="C1",
            net_amount=Decimal("100.10"),
            vat_amount=Decimal("20.02"),
            gross_amount=Decimal("120.12"),
            retention_amount=Decimal(0),
            drafted_on=date(2026, 3, 2),
        )
        lines = [("work", phase) for phase in phases] + [("deposit_deduction", "P0")]
        command.append_rows(tables.draft_lines, _lines(draft_id, lines))
        state(command, draft_id, "open")
        command.lock_phases([PhaseId(phase) for phase in phases], draft_id)
    return draft_id


def discard(ledger: Ledger, draft_id: DraftId, *phases: str) -> None:
    """Let a draft go, and its phases with it."""
    with ledger.command("discard", subject=draft_id, actor=MARIE, now=NOW) as command:
        state(command, draft_id, "discarded")
        command.unlock_phases([PhaseId(phase) for phase in phases])


def state(command: Command, draft_id: DraftId, name: str) -> None:
    """Say where a draft is."""
    command.append(
        tables.draft_states,
        state_id=command.new_id("S"),
        draft_id=draft_id,
        state=name,
        stated_on=date(2026, 3, 2),
    )


def _lines(draft_id: DraftId, lines: list[tuple[str, str]]) -> list[dict[str, object]]:
    return [
        {
            "draft_id": draft_id,
            "line_number": number,
            "phase_id": phase,
            "line_kind": kind,
            "label": f"Phase {phase}",
            "net_amount": Decimal("50.05"),
            "vat_rate": Decimal("0.20"),
            "retention_rate": Decimal("0.05"),
        }
        for number, (kind, phase) in enumerate(lines, 1)
    ]
