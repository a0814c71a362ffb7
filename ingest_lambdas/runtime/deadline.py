"""How long a handler may go on trying."""

import time
from collections.abc import Callable
from typing import Protocol


class LambdaContext(Protocol):
    """The part of Lambda's context that handlers use."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""
        ...


class Deadline:
    """A moment on the monotonic clock after which nothing is tried again."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @classmethod
    def before_timeout(
        cls, context: LambdaContext, reserve: float, at_most: float = float("inf")
    ) -> "Deadline":
        """`reserve` seconds before Lambda ends the invocation, `at_most` seconds from now."""
        return cls(min(context.get_remaining_time_in_millis() / 1000 - reserve, at_most))

    def remaining(self) -> float:
        """Seconds left; never negative."""
        return max(0.0, self._end - self._clock())
