"""ingest: see docs/architecture."""
