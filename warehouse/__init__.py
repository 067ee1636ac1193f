"""warehouse: see docs/architecture."""
