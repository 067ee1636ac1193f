"""Locks between processes: one waits for the other, and says so when it gives up."""

import errno
import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from firm.errors import Refusal
from firm.home import unwritable

_FIRST_WAIT = 0.005
_LONGEST_WAIT = 0.1


class Busy(Refusal):
    """Someone else kept what this request needs for too long."""

    code = "busy"

    def __init__(self, thing: str, *, seconds: float) -> None:
        super().__init__(
            f"Une autre opération occupe {thing} depuis plus de {seconds:g} s.",
            remedy="Attendre qu'elle se termine, puis relancer la même commande.",
        )


class FileLock:
    """An exclusive lock on a file, held inside a `with`; released by the system when a process dies.

    Two threads exclude each other like two processes. Not reentrant.
    """

    __slots__ = ("_descriptor", "path", "timeout")

    def __init__(self, path: Path, timeout: float = 60) -> None:
        self.path = path
        self.timeout = timeout
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        """Wait for the lock.

        Raises:
            Busy: it did not come free within `timeout` seconds.
            HomeUnwritable: the lock's file cannot be opened.
        """
        descriptor = _open(self.path)
        try:
            self._wait(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)  # closing releases the lock
            self._descriptor = None

    def _wait(self, descriptor: int) -> None:
        deadline = time.monotonic() + self.timeout
        pause = _FIRST_WAIT
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise Busy(self.path.stem, seconds=self.timeout) from None
            else:
                return
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_WAIT)


def _open(path: Path) -> int:
    flags = os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags | os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        # A read-only home still lets its readers exclude each other on a lock file that is there.
        if error.errno in (errno.EROFS, errno.EACCES) and path.exists():
            return os.open(path, flags | os.O_RDONLY)
        raise unwritable(path, error) from error
