"""What threads wait at: it can be hurried, and closed."""

import threading
from abc import ABC, abstractmethod


class Waiting(ABC):
    """`_changed` guards all that a queue holds."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._hurried = False
        self._closed = False

    def hurry(self) -> None:
        """What is there is wanted now."""
        with self._changed:
            self._hurried = True
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing more comes."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def drained(self) -> bool:
        """Closed, and all was taken."""
        with self._changed:
            return self._closed and self._is_empty()

    @abstractmethod
    def _is_empty(self) -> bool:
        """Whether nothing is there."""
