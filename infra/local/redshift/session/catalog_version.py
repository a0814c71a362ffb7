"""Counts the committed changes of the catalog, so that what was derived from it can be dropped."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class CatalogVersion:
    """One for a server; safe to use from every session's thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._version = 0
        self._committing = 0

    def current(self) -> int | None:
        """The version; None while a change commits, when nobody can say which one is seen."""
        with self._guard:
            return None if self._committing else self._version

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Around the COMMIT of a transaction that changed the catalog."""
        with self._guard:
            self._committing += 1
        try:
            yield
        finally:
            with self._guard:
                self._version += 1
                self._committing -= 1
