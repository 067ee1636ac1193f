"""The example firm."""
