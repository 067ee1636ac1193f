"""ui: see docs/architecture."""
