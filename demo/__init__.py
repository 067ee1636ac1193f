"""demo: see docs/architecture."""
