"""Waiting between attempts: exponential, with full jitter, and ended early by a stop."""

import random
import threading
from collections.abc import Iterator


def delays(first: float, longest: float) -> Iterator[float]:
    """Seconds to wait before each further attempt, without end; each drawn from (0, bound]."""
    bound = first
    while True:
        yield random.uniform(bound / 4, bound)
        bound = min(bound * 2, longest)


def paused(stop: threading.Event, seconds: float) -> bool:
    """Wait, unless stopped; whether to go on."""
    return not stop.wait(seconds)
