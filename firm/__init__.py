"""firm: see docs/architecture."""
