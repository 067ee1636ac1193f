"""The tests, a mirror of the source."""
