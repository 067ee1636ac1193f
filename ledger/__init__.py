"""ledger: see docs/architecture."""
