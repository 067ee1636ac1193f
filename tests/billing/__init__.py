"""Billing, tested: rules, decisions, their refusals."""
