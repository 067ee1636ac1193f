"""Ingest: from a firm's files to rows that can be trusted.

Read in this order: `columns` and `templates` (what a source file is), `recognition` (which template a header
is), `landing` (the untouched copy), `reading` with `texts`, `extract` and `sheets` (bytes to staged text),
`cells` and `rows` (text to typed winners), `mapping` and `mapped` (declared sources), `raw` and `store` (the
raw store, in step with the ledger), `batch` and `command` (all of it).
"""
