"""A validation as tests append it."""

from datetime import date
from decimal import Decimal

from ledger import tables
from ledger.command import Command


def append_validation(command: Command, progress: str) -> str:
    """Append a validation of phase P1 and note it."""
    validation_id = command.new_id("V")
    command.append(
        tables.validations,
        validation_id=validation_id,
        phase_id="P1",
        validated_on=date(2026, 3, 1),
        progress=Decimal(progress),
    )
    command.note(after={"progress": Decimal(progress)}, reason="Réunion de chantier")
    command.answer({"validation_id": validation_id})
    return validation_id
