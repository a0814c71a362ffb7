"""Retry of transient failures with exponential back-off and full jitter."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

ATTEMPTS = 5
FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 10.0


def retry(
    action: Callable[[], Result],
    is_transient: Callable[[Exception], bool],
    *,
    attempts: int = ATTEMPTS,
    wait: Callable[[float], None] = time.sleep,
) -> Result:
    """The action's result; errors that are not transient, and the last one, are raised."""
    for attempt in range(attempts):
        try:
            return action()
        except Exception as error:
            if attempt + 1 == attempts or not is_transient(error):
                raise
            wait(pause_before(attempt))
    raise ValueError("attempts must be at least 1")


def pause_before(attempt: int) -> float:
    """Seconds before the next attempt: anywhere up to a bound that doubles."""
    bound: float = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2**attempt)
    return random.uniform(0, bound)
