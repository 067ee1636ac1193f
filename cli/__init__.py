"""cli: see docs/architecture."""
