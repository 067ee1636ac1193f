"""The pure rules, by their worked figures."""
