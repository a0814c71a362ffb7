"""How much a source may send: a token bucket for each source, in each container.

Best effort: containers do not know of each other, so a source may send its limit once for every
container that serves it. What it protects is the container, and the neighbours in it.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from ingest_lambdas.runtime.http_api import HttpError
from ingest_lambdas.runtime.source_declarations import Source


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimiter:
    """Takes tokens from the sources' buckets; safe to share between threads.

    A bucket holds what a second brings. A request is let in while anything is left in it and may
    overdraw it, so that a batch larger than a second's worth still gets through at times.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self._lock = Lock()

    def check(self, source: Source) -> None:
        """Raises HttpError 429 where nothing is left for the source."""
        if not source.rate_limit:
            return
        with self._lock:
            left = self._filled(source).tokens
        if left <= 0:
            seconds = max(1, math.ceil(-left / source.rate_limit))
            message = f"The source {source.name} sends more than {source.rate_limit:g} events/s."
            raise HttpError(429, "rate_limited", message, seconds)

    def take(self, source: Source, events: int) -> None:
        """Counts events that were let in. Raises HttpError 429 as check does, and counts none."""
        self.check(source)
        if source.rate_limit:
            with self._lock:
                self._filled(source).tokens -= events

    def _filled(self, source: Source) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(source.name, _Bucket(source.rate_limit, now))
        grown = bucket.tokens + (now - bucket.at) * source.rate_limit
        bucket.tokens, bucket.at = min(source.rate_limit, grown), now
        return bucket
