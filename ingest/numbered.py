"""Numbered sheets: rows of text with their row number, and beside them what could not be read.

Nothing of ours is imported here: a child process that opens one file starts with this alone.
"""

import csv
from pathlib import Path

HEAD_ROWS = 30
MAX_LINE_BYTES = 1_000_000
_SHOWN = 500


class NumberedWriter:
    """Writes a numbered sheet: cells on one side, what could not be read on the other."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.csv"
        self.faults = folder / f"{name}.faults.csv"
        self._cells = self.path.open("w", encoding="utf-8", newline="")
        self._wrong = self.faults.open("w", encoding="utf-8", newline="")
        self._row = csv.writer(self._cells, quoting=csv.QUOTE_ALL, lineterminator="\n")
        self._fault = csv.writer(self._wrong, quoting=csv.QUOTE_ALL, lineterminator="\n")

    def row(self, row_number: int, cells: list[str]) -> None:
        """Write a row that was read."""
        self._row.writerow([row_number, *cells])

    def fault(self, row_number: int, *, column_index: int | None = None, value: str, code: str) -> None:
        """Write down a row, or one cell of it, that cannot be read."""
        self._fault.writerow([row_number, "" if column_index is None else column_index, value[:_SHOWN], code])

    def close(self) -> None:
        """Close both files."""
        self._cells.close()
        self._wrong.close()
