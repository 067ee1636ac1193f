"""The example firm: an invented engineering office, made by code through the templates and the commands.

Read `catalogue` (who), `history` (what happened), `files` (as templates), `command` (into a home).
"""
