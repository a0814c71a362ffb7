"""Threads that work for one statement and are let go when it is cancelled or its time is up."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self, TypeVar

_BETWEEN_CHECKS = 0.05

T = TypeVar("T")


class Workers:
    """A pool of threads; whoever waits for one of them still hears of a cancel.

    `check` raises where the statement shall end. At the end of the block nobody waits for a thread
    that hangs on the network: `stopped` tells it to end by itself, and its result is lost.
    """

    def __init__(self, count: int, check: Callable[[], None]) -> None:
        self.stopped = threading.Event()
        self._check = check
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="copy-fetch")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped.set()
        self._pool.shutdown(wait=error is None, cancel_futures=True)

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Begin when a thread is free."""
        return self._pool.submit(work)

    def result(self, future: Future[T]) -> T:
        """What it gave or raised, or whatever `check` raises before that."""
        while not wait([future], timeout=_BETWEEN_CHECKS).done:
            self._check()
        self._check()
        return future.result()

    def run(self, work: Callable[[], T]) -> T:
        """Do one thing in a thread and wait for it."""
        return self.result(self.submit(work))
