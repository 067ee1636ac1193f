"""Query: one read-only question to the warehouse, answered by a child process that can do nothing else."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Literal

from firm.errors import DiskFull, Refusal
from firm.home import Home, unwritable
from warehouse import sandbox
from warehouse.published import NotBuilt

Output = Literal["table", "csv", "json", "parquet"]
OUTPUTS: tuple[Output, ...] = ("table", "csv", "json", "parquet")
SECONDS = 60.0


class QueryRefused(Refusal):
    """The question is not one that may be asked, or has no answer."""

    code = "query_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"La requête est refusée : {reason}.",
            remedy="Poser une seule lecture (SELECT, WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE) sur les "
            "tables de l'entrepôt ; SHOW ALL TABLES en donne la liste.",
        )


class QueryTooLarge(Refusal):
    """The question takes more than a question may."""

    code = "query_too_large"

    def __init__(self, limit: str) -> None:
        super().__init__(
            f"La requête dépasse la limite de {limit}.",
            remedy="Réduire la requête : moins de colonnes, un filtre, un regroupement, une limite.",
        )


@contextmanager
def run(
    home: Home,
    sql: str,
    *,
    output: Output = "table",
    file: Path | None = None,
    limit: int | None = None,
    seconds: float = SECONDS,
) -> Iterator[IO[bytes]]:
    """Answer one question on the published warehouse, or on another `file` such as an as-of build.

    Gives the whole answer as a stream of bytes; nothing of it exists when the question is refused.

    Raises:
        NotBuilt: there is no warehouse.
        QueryRefused: it is not one read-only statement, or the engine cannot answer it.
        QueryTooLarge: it takes more than 60 s, 1.5 GiB of memory, 2 GiB of spill or of answer.
    """
    source = file or home.warehouse
    if not source.exists():
        raise NotBuilt(source)
    try:
        folder = tempfile.TemporaryDirectory(prefix="jalon-query-", ignore_cleanup_errors=True)
    except OSError as error:
        raise unwritable(Path(tempfile.gettempdir()), error) from error
    with folder as scratch, tempfile.TemporaryFile(dir=scratch) as answer:
        request = {
            "sql": sql,
            "file": str(source.absolute()),
            "output": output,
            "limit": limit,
            "seconds": seconds,
            "spill": f"{scratch}/spill",
        }
        _ask(request, answer, seconds=seconds)
        answer.seek(0)
        yield answer


def _ask(request: Mapping[str, object], answer: IO[bytes], *, seconds: float) -> None:
    with subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter
        [sys.executable, "-I", sandbox.__file__],
        stdin=subprocess.PIPE,
        stdout=answer,
        stderr=subprocess.PIPE,
        cwd=Path(str(request["spill"])).parent,
        env={"LANG": "C.UTF-8"},
        start_new_session=True,
    ) as child:
        try:
            _, said = child.communicate(json.dumps(dict(request)).encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            raise QueryTooLarge(f"{seconds:g} secondes") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
    if child.returncode:
        raise _refusal(child.returncode, said)


def _refusal(code: int, said: bytes) -> Refusal:
    try:
        told = json.loads(said.decode("utf-8", "replace").strip().splitlines()[-1])
        kind, reason = told["kind"], told["reason"]
    except (ValueError, IndexError, KeyError, TypeError):
        # Killed, or ended by an allocation that the engine could not survive.
        return QueryTooLarge("1,5 Gio de mémoire" if code < 0 else "ce qui peut être calculé")
    if kind == "memory":
        return QueryTooLarge("1,5 Gio de mémoire")
    if kind == "spill":
        return QueryTooLarge("2 Gio de fichiers temporaires")
    if kind == "size":
        return (
            QueryTooLarge("2 Gio de réponse")
            if "large" in reason.lower()
            else DiskFull(tempfile.gettempdir())
        )
    return QueryRefused(reason.strip().partition("\n\nLINE")[0].partition("\n")[0].rstrip(" ."))
