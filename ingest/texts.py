"""Text files: their charset, their separator, and the careful reader for those that are broken."""

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ingest.errors import Unreadable
from ingest.numbered import HEAD_ROWS, MAX_LINE_BYTES, NumberedWriter
from ingest.recognition import score
from ingest.sheets import Sheet, Survey

_DELIMITERS = (";", ",", "\t")
_HEAD_BYTES = 1 << 18
_BLOCK = 1 << 23
_MAX_JOINED_LINES = 200
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ODD = re.compile(rb"\0|\r(?!\n)|\n[ \t]*\r?\n")

csv.field_size_limit(MAX_LINE_BYTES)


def read_text(file_name: str, path: Path, work: Path) -> Sheet:
    """Open a text file as a plain sheet, copied to UTF-8 where it is not."""
    text = _as_utf8(file_name, path, work)
    with text.open("rb") as file:
        start = file.read(_HEAD_BYTES).decode("utf-8", "ignore")
    if not start.strip():
        raise Unreadable(file_name, reason="le fichier est vide", remedy="Donner un fichier avec un en-tête.")
    heads = {delimiter: _head(start, delimiter) for delimiter in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda each: _likeness(heads[each]))
    head = heads[delimiter]
    return Sheet(
        file_name=file_name,
        head=head,
        path=text,
        width=len(head[0]) if head else 0,
        delimiter=delimiter,
        faults=None,
        survey=_survey(text, delimiter.encode()),
    )


def read_carefully(sheet: Sheet, *, header_row: int, work: Path) -> Sheet:
    """Read a text file line by line: the good rows are kept, the broken ones are named."""
    width = len(sheet.head[header_row - 1])
    writer = NumberedWriter(work, "careful")
    try:
        with sheet.path.open(encoding="utf-8", newline="") as file:
            for row_number, cells, line, code in _records(_Lines(file), sheet.delimiter, width, header_row):
                if cells is not None:
                    writer.row(row_number, cells)
                else:
                    writer.fault(row_number, value=line.rstrip("\r\n").replace("\0", "\ufffd"), code=code)
    finally:
        writer.close()
    return Sheet(sheet.file_name, sheet.head, writer.path, width, ",", writer.faults)


def _as_utf8(file_name: str, path: Path, work: Path) -> Path:
    """Give the file itself when it is UTF-8, else a copy."""
    with path.open("rb") as file:
        start = file.read(4)
    charset = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if charset is None:
        if _is_utf8(path):
            return path
        charset = "cp1252"
    copy = work / "utf8.txt"
    try:
        with (
            path.open(encoding=charset, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            while block := source.read(_BLOCK):
                target.write(block)
    except UnicodeError as error:
        raise Unreadable(
            file_name,
            reason="l'encodage n'est ni UTF-8 ni Windows-1252",
            remedy="Enregistrer le fichier en « CSV UTF-8 ».",
        ) from error
    return copy


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _head(start: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    lines = start.splitlines(keepends=True)
    whole = lines[:-1] if len(start) > _HEAD_BYTES // 4 and len(lines) > 1 else lines
    try:
        rows = list(
            islice(
                csv.reader((line.replace("\0", "") for line in whole), delimiter=delimiter),
                HEAD_ROWS,
            )
        )
    except csv.Error:
        rows = [line.rstrip("\r\n").split(delimiter) for line in whole[:HEAD_ROWS]]
    return tuple(tuple(row) for row in rows)


def _likeness(head: tuple[tuple[str, ...], ...]) -> tuple[float, int]:
    return max((score(row) for row in head), default=0), max((len(row) for row in head), default=0)


def _survey(path: Path, mark: bytes) -> Survey:
    separators = quotes = trailing = 0
    is_odd = False
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            block += file.readline(MAX_LINE_BYTES)  # blocks end where lines do
            separators += block.count(mark)
            quotes += block.count(b'"')
            trailing += block.count(mark + b"\n") + block.count(mark + b"\r\n") + block.endswith(mark)
            is_odd = is_odd or _ODD.search(block) is not None
    return Survey(separators, quotes, trailing, is_odd)


class _Lines:
    """Lines of a text with one place to look ahead; no line is longer than the limit."""

    def __init__(self, file: Iterator[str]) -> None:
        self._file = file
        self._ahead: list[str] = []

    def take(self) -> str:
        """Give the next line, empty at the end."""
        return self._ahead.pop() if self._ahead else next(self._file, "")

    def give_back(self, lines: list[str]) -> None:
        """Put lines back, to be taken again in order."""
        self._ahead.extend(reversed(lines))


def _records(
    lines: _Lines, delimiter: str, width: int, header_row: int
) -> Iterator[tuple[int, list[str] | None, str, str]]:
    """Give each row below the header: its number, and either its cells or its text and what is wrong."""
    row_number = 0
    while line := lines.take():
        row_number += 1
        if row_number > header_row and line.strip():
            cells, code = _cells(line, lines, delimiter, width)
            yield row_number, cells, line, code
        elif row_number <= header_row:
            _skip_record(line, lines)


def _skip_record(line: str, lines: _Lines) -> None:
    """Leave out what stands above the data; a quoted header may hold line breaks."""
    taken: list[str] = []
    while line.count('"') % 2 and len(taken) < _MAX_JOINED_LINES:
        following = lines.take()
        if not following:
            lines.give_back(taken)
            return
        taken.append(following)
        line += following


def _cells(line: str, lines: _Lines, delimiter: str, width: int) -> tuple[list[str] | None, str]:
    if len(line) > MAX_LINE_BYTES:
        return None, "line_too_long"
    if "\0" in line:
        return None, "nul_character"
    alone = _parsed(line, delimiter)
    if alone is not None and (len(alone) == width or line.count('"') % 2 == 0):
        return (alone, "") if len(alone) == width else (None, _ragged(alone, width))
    joined = _joined(line, lines, delimiter, width)
    if joined is not None:
        return joined, ""
    return None, "broken_quotes" if alone is None else _ragged(alone, width)


def _ragged(cells: list[str], width: int) -> str:
    return "too_many_cells" if len(cells) > width else "too_few_cells"


def _joined(line: str, lines: _Lines, delimiter: str, width: int) -> list[str] | None:
    """Follow an open quote over the next lines; when that leads nowhere, they are rows of their own."""
    taken: list[str] = []
    text = line
    while len(taken) < _MAX_JOINED_LINES and len(text) < MAX_LINE_BYTES:
        following = lines.take()
        if not following:
            break
        taken.append(following)
        text += following
        if following.count('"') % 2 == 0:
            continue
        cells = _parsed(text, delimiter)
        if cells is not None and len(cells) == width and "\0" not in text:
            return cells
    lines.give_back(taken)
    return None


def _parsed(text: str, delimiter: str) -> list[str] | None:
    """Split one record; None when its quotes do not close, or more than one record is there."""
    try:
        rows = list(csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
