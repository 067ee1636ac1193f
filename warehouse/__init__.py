"""Derive, check, publish and question the warehouse.

Read `graph` first (what a model is), then `build` and `refresh` (how they run), `publication` (how a file
takes the place of another), `published` (how it is read), `query` (how it is asked), and at last `asof`,
`judge` and `audit`.
"""
