"""Columns for eyes: texts to the left, amounts to the right."""

from collections.abc import Sequence
from decimal import Decimal

from firm.money import euros

Cell = str | int | Decimal | None


def aligned(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Lay rows out under their heads; nothing to lay out is no line at all."""
    if not rows:
        return []
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *texts, strict=True)]
    is_right = [
        all(isinstance(cell, (int, Decimal)) for cell in column) for column in zip(*rows, strict=True)
    ]
    return [_line(cells, widths, is_right) for cells in (head, *texts)]


def _line(cells: Sequence[str], widths: Sequence[int], is_right: Sequence[bool]) -> str:
    placed = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, is_right, strict=True)
    )
    return "  ".join(placed).rstrip()


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return euros(cell)
    return "—" if cell is None else str(cell)
