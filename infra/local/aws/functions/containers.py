"""Threads that stay warm between invocations, as Lambda's containers do.

Starting a thread for each request costs more than a small handler does.
"""

import threading
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue

IDLE_SECONDS = 30.0
Work = Callable[[], None]
Inbox = SimpleQueue[Work]


class Containers:
    """As many threads as there were invocations at once; one that long had none ends."""

    def __init__(self, name: str, idle_seconds: float = IDLE_SECONDS) -> None:
        self._name = name
        self._idle_seconds = idle_seconds
        self._idle: deque[Inbox] = deque()

    def run(self, work: Work) -> None:
        """Begin a piece of work, which raises nothing, on the thread that was last at work."""
        try:
            inbox = self._idle.pop()
        except IndexError:
            inbox = SimpleQueue()
            threading.Thread(
                target=self._serve, args=(inbox,), name=self._name, daemon=True
            ).start()
        inbox.put(work)

    def _serve(self, inbox: Inbox) -> None:
        while (work := self._next(inbox)) is not None:
            work()
            # Let go of event and answer before waiting for the next.
            del work
            self._idle.append(inbox)

    def _next(self, inbox: Inbox) -> Work | None:
        """What comes within the time to idle; None where the thread is to end."""
        try:
            return inbox.get(timeout=self._idle_seconds)
        except Empty:
            pass
        try:
            self._idle.remove(inbox)
        except ValueError:
            return inbox.get()  # taken at this very moment: its work is on the way
        return None
