"""billing: see docs/architecture."""
