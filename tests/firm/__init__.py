"""Tests of firm/."""
