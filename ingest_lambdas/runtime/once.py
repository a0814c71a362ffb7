"""Composes a handler once, even where threads call it first at the same moment.

`functools.cache` would let each of them build its own, and boto3's default session must not be
used by two threads at once while clients are made.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """A function without arguments whose first result serves all later calls. A decorator.

    What it raises is not kept: the next call tries again.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: list[Made] = []

    def __call__(self) -> Made:
        """The one result."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def forget(self) -> None:
        """Makes the next call build anew, from the environment as it is then."""
        with self._lock:
            self._made.clear()
