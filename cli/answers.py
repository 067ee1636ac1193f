"""What a verb answers: one JSON object for machines, aligned lines for people, an exit code for both."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from firm.findings import Finding

DONE, FOUND, REFUSED = 0, 1, 2
MOST_FINDINGS = 40


@dataclass(slots=True)
class Call:
    """What every verb is told besides its own arguments."""

    is_json: bool = False
    actor: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was done, what deserves a look, and how people read it.

    `beside` stands next to the items in JSON. `is_said` marks an answer that is written already.
    """

    items: Sequence[Mapping[str, object]] = ()
    findings: Sequence[Finding] = ()
    lines: Sequence[str] = ()
    beside: Mapping[str, object] = field(default_factory=dict)
    is_refused: bool = False
    is_said: bool = False

    @property
    def code(self) -> int:
        """The exit code."""
        if self.is_refused:
            return REFUSED
        return FOUND if self.findings else DONE

    @property
    def outcome(self) -> str:
        """The exit code as a word."""
        return ("done", "findings", "refused")[self.code]


def say(answer: Answer, *, is_json: bool) -> None:
    """Write an answer where the caller looks for it: results on stdout, findings on stderr."""
    if answer.is_said:
        return
    if is_json:
        print(encode(_object(answer)))  # noqa: T201 -- this is the command line
        return
    for line in answer.lines:
        print(visible(line))  # noqa: T201
    sys.stdout.flush()
    for finding in answer.findings[:MOST_FINDINGS]:
        print(_sentence(finding), file=sys.stderr)  # noqa: T201
    more = len(answer.findings) - MOST_FINDINGS
    if more > 0:
        print(f"… et {more} autres : relancer avec --json pour tout lire.", file=sys.stderr)  # noqa: T201


def hush() -> None:
    """Write to nobody any more: whoever was reading went away, and that is not a failure."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def encode(value: object) -> str:
    """Write JSON in the contract's spelling: exact digits as text, ISO dates, null where unknown."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def visible(text: str) -> str:
    """Replace what would move a terminal's cursor or change its colours."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else "\ufffd" for letter in text)


def _object(answer: Answer) -> dict[str, object]:
    return {
        "outcome": answer.outcome,
        "items": list(answer.items),
        "findings": [finding.as_dict() for finding in answer.findings],
        **answer.beside,
    }


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case PurePath():
            return str(value)
    message = f"no spelling for {type(value).__name__}"
    raise TypeError(message)


def _sentence(finding: Finding) -> str:
    place = ", ".join(_place(finding))
    where = f"{place} : " if place else ""
    return visible(f"{where}{finding.message}") + "\n  " + visible(finding.remedy)


def _place(finding: Finding) -> list[str]:
    """Say where, unless the sentence says it already."""
    named = (
        (finding.file_name, "{}"),
        (finding.row_number, "ligne {}"),
        (finding.column_name, "colonne {}"),
    )
    if finding.file_name is None or finding.file_name in finding.message:
        return []
    return [words.format(value) for value, words in named if value is not None]
