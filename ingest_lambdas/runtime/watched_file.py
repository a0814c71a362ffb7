"""A declaration file, which is read again whenever it changes.

A change that cannot be read is logged and the last good declarations stay in force: a slip of the
pen must not stop what is being sent.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from ingest_lambdas.runtime.declarations import DeclarationsUnreadable
from ingest_lambdas.runtime.observability import logger

Declared = TypeVar("Declared")


class WatchedFile(Generic[Declared]):
    """What `read` makes of a file. It may raise OSError, ValueError and `unreadable`."""

    def __init__(
        self,
        file: str | Path,
        read: Callable[[Path], Declared],
        unreadable: type[DeclarationsUnreadable],
    ) -> None:
        self._file = Path(file)
        self._read = read
        self._unreadable = unreadable
        self._seen: tuple[int, int] | None = None
        self._declared: Declared | None = None
        self._complaint = ""

    def current(self) -> Declared:
        """The file's declarations. Raises `unreadable` where they could never be read yet."""
        try:
            stat = self._file.stat()
            seen = (stat.st_mtime_ns, stat.st_size)
            if self._declared is not None and seen == self._seen:
                return self._declared
            self._seen = seen
            self._declared = self._read(self._file)
            self._complaint = ""
        except (OSError, ValueError, DeclarationsUnreadable) as error:
            if self._declared is None:
                raise self._unreadable(f"{self._file}: {error}") from error
            self._complain(str(error))
        return self._declared

    def _complain(self, error: str) -> None:
        """Logs a fault once, and not at every look-up."""
        if error != self._complaint:
            self._complaint = error
            logger.error("declarations not read again", file=str(self._file), error=error)
