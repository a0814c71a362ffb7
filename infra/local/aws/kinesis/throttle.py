"""Per-shard limits, as token buckets that hold one second's worth."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ShardLimits:
    """What one shard takes and gives in a second; the defaults are AWS's."""

    bytes_per_second: int = 1024 * 1024
    records_per_second: int = 1_000
    reads_per_second: int = 5


class Throttle:
    """Counts what passes each log against a rate in two units (records and bytes, say)."""

    def __init__(self, rates: tuple[float, float], now: Callable[[], float] = time.monotonic):
        self._rates = rates
        self._now = now
        self._lock = threading.Lock()
        self._buckets: dict[int, tuple[float, float, float]] = {}

    def admit(self, log: int, first: float, second: float = 0.0) -> bool:
        """Whether these amounts pass now; nothing is counted when they do not.

        An amount beyond a whole second's worth passes a full bucket, which it then leaves in debt.
        """
        with self._lock:
            now = self._now()
            left, other, since = self._buckets.get(log, (*self._rates, now))
            left = min(self._rates[0], left + (now - since) * self._rates[0])
            other = min(self._rates[1], other + (now - since) * self._rates[1])
            passes = left >= min(first, self._rates[0]) and other >= min(second, self._rates[1])
            if passes:
                left, other = left - first, other - second
            self._buckets[log] = (left, other, now)
            return passes
