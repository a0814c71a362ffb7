"""Reading many objects: a few at a time, in order, never far ahead."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

READERS = 4

Item = TypeVar("Item")
Result = TypeVar("Result")


def read_ahead(read: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Results in the items' order, with no more than READERS items in hand."""
    remaining = iter(items)
    with ThreadPoolExecutor(READERS) as pool:
        running: list[Future[Result]] = [pool.submit(read, i) for i in islice(remaining, READERS)]
        while running:
            yield running.pop(0).result()
            running += [pool.submit(read, item) for item in islice(remaining, 1)]
