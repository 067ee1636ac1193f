"""billing/rules: see docs/architecture."""
