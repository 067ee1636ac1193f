"""Decisions about money, each a command taken at the desk.

Read `desk` first (how any decision is taken), then `validate`, `draft`, `discard`; `rules` is arithmetic.
"""
