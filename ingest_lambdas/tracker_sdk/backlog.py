"""Between the committer and the sender: committed chunks, whose lines stay in memory within bounds.

A chunk that is on disk gives its lines up when memory is full and is read again when its turn
comes; one that is only in memory is then not taken.
"""

import time
from collections import deque

from ingest_lambdas.tracker_sdk.chunk import Chunk
from ingest_lambdas.tracker_sdk.waiting import Waiting


class Backlog(Waiting):
    """Chunks in the order of their commits; safe to use from any thread."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most = most_bytes
        self._chunks: deque[tuple[float, Chunk]] = deque()
        self._held = 0
        self._waiting = 0

    def put(self, chunk: Chunk) -> bool:
        """False for a chunk that only memory has while memory is full."""
        with self._changed:
            if chunk.lines is not None and self._held + chunk.size > self._most:
                if chunk.place is None:
                    return False
                chunk.lines = None
            self._held += chunk.size if chunk.lines is not None else 0
            self._waiting += chunk.size
            self._chunks.append((time.monotonic(), chunk))
            self._changed.notify_all()
        return True

    def take(self, enough: int, most: int, linger: float) -> list[Chunk]:
        """All that waits, up to `most` bytes: once it is enough, or the oldest has lingered.

        Nothing where none comes within the time to linger.
        """
        with self._changed:
            self._changed.wait_for(self._any_or_closed, timeout=linger)
            if self._chunks:
                left = self._chunks[0][0] + linger - time.monotonic()
                self._changed.wait_for(lambda: self._ready(enough), timeout=max(0.0, left))
            return self._take(most)

    def take_all(self) -> list[Chunk]:
        """All that waits, at once."""
        with self._changed:
            return self._take(self._waiting)

    def _is_empty(self) -> bool:
        return not self._chunks

    def _any_or_closed(self) -> bool:
        return bool(self._chunks) or self._closed

    def _ready(self, enough: int) -> bool:
        return self._waiting >= enough or self._hurried or self._closed

    def _take(self, most: int) -> list[Chunk]:
        taken: list[Chunk] = []
        size = 0
        while self._chunks and size < most:
            _, chunk = self._chunks.popleft()
            taken.append(chunk)
            size += chunk.size
            self._held -= chunk.size if chunk.lines is not None else 0
        self._waiting -= size
        self._hurried = self._hurried and bool(self._chunks)
        return taken
