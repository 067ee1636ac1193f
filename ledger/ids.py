"""The identifiers that pass from floor to floor."""

from typing import NewType

BatchId = NewType("BatchId", str)
ClientId = NewType("ClientId", str)
DraftId = NewType("DraftId", str)
LoadId = NewType("LoadId", int)
PhaseId = NewType("PhaseId", str)
ProjectId = NewType("ProjectId", str)
QuoteId = NewType("QuoteId", str)
StateId = NewType("StateId", str)
ValidationId = NewType("ValidationId", str)
