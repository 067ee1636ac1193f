"""Tests of the SQL models, and the harness that runs them."""
