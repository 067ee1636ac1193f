"""One spelling for each value, so that equal facts have equal hashes on every engine."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import PurePath


def canonical(value: object) -> str:
    """Write a value as JSON with sorted keys, exact decimals as text, ISO days and UTC instants.

    Raises:
        TypeError: a float, or anything that has no exact spelling.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*texts: str) -> str:
    """Hash texts in their order; where one ends and the next begins counts."""
    running = sha256()
    for text in texts:
        running.update(f"{len(text)}:{text}".encode())
    return running.hexdigest()


def instant_text(at: datetime) -> str:
    """Write an aware instant in UTC with a fixed width: texts sort as instants do."""
    if at.tzinfo is None:
        message = "an instant needs a time zone"
        raise ValueError(message)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def clean(text: str) -> str:
    """Replace what no database can hold as text: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


def _plain(value: object) -> object:  # noqa: PLR0911 -- one line a type
    match value:
        case None | bool() | int():
            return value
        case str():
            return clean(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case PurePath():
            return clean(str(value))
        case Mapping():
            return {clean(str(name)): _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case set() | frozenset():
            return sorted((_plain(item) for item in value), key=str)
    message = f"no exact spelling for {type(value).__name__}"
    raise TypeError(message)
