"""A sign of life on stderr while something long runs; silent for machines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from cli.answers import Call


@contextmanager
def for_(sentence: str, *, call: Call) -> Iterator[None]:
    """Show a sentence while the block runs, where a person is watching."""
    if call.is_json or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 -- loaded where it shows something

    with Console(stderr=True).status(sentence):
        yield
