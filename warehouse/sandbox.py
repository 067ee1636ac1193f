"""The child process that answers one question, locked down first; warehouse.query runs this file."""

import contextlib
import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

MEMORY = 1536 << 20
ENGINE_MEMORY = "1GiB"
SPILL = "2GiB"
LARGEST_FILE = 2 << 30

REFUSED = 3


def main() -> int:
    """Read the request on stdin, write the answer on stdout, or one JSON line on stderr."""
    request = json.load(sys.stdin)
    _confine(request["seconds"])
    try:
        _answer(request)
    except MemoryError:
        return _refuse("memory", "mémoire insuffisante")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this question's, and becomes a sentence
        return _refuse(_kind(error), str(error))
    return 0


def _confine(seconds: float) -> None:
    """Bound what a question may take, and die with whoever asked."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    processor = int(seconds) * 4 + 60
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _answer(request: dict[str, Any]) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from warehouse import answer, guard  # noqa: PLC0415 - only once the limits hold

    guard.admit(request["sql"])
    import duckdb  # noqa: PLC0415

    con = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": request["spill"],
            "max_temp_directory_size": SPILL,
            "memory_limit": ENGINE_MEMORY,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        },
    )
    file = request["file"].replace("'", "''")
    con.execute("set timezone = 'UTC'")
    con.execute(f"attach '{file}' as {guard.CATALOG} (read_only)")
    con.execute(f"use {guard.CATALOG}.marts")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    if len(con.extract_statements(request["sql"])) != 1:
        raise guard.Inadmissible("il faut une seule instruction")
    con.execute(request["sql"])
    with open(sys.stdout.fileno(), "wb", closefd=False) as target:
        answer.write(con, request["output"], target, limit=request["limit"])


def _kind(error: Exception) -> str:
    if type(error).__name__ == "Inadmissible":
        return "inadmissible"
    sentence = str(error)
    if "max_temp_directory_size" in sentence or "temp directory" in sentence.lower():
        return "spill"
    if type(error).__name__ == "OutOfMemoryException" or "bad_alloc" in sentence:
        return "memory"
    return "size" if isinstance(error, OSError) else "sql"


def _refuse(kind: str, reason: str) -> int:
    print(json.dumps({"kind": kind, "reason": reason[:2000]}), file=sys.stderr)  # noqa: T201
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
