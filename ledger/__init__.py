"""What people decided, kept for good: append-only tables, a hash-chained journal, rights.

Read `store` first (open, read, command), then `command` (what a decision writes), `tables`, `rights`,
`audit`.
"""
