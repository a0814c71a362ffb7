"""SERIALIZABLE: which transaction must come before which, and when that goes round in a circle.

Redshift watches whole tables: what a transaction read and what it wrote. The statement that closes
a cycle fails with error 1023, whether or not the other transactions have committed.
https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation-serializable-isolation-troubleshooting.html
"""

import itertools
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .locks import Relation


@dataclass
class _Node:
    """A transaction; moments are ticks of one clock, `committed` is None while it runs."""

    number: int
    snapshot: int
    committed: int | None = None
    reads: set[Relation] = field(default_factory=set)
    writes: set[Relation] = field(default_factory=set)

    def saw(self, other: "_Node") -> bool:
        return other.committed is not None and other.committed < self.snapshot

    def precedes(self, other: "_Node") -> bool:
        """Whether only an order with this one first explains what the two read and wrote."""
        if self.saw(other):
            return False
        if self.reads & other.writes:
            return True
        if other.saw(self):
            return bool(self.writes & (other.reads | other.writes))
        return bool(self.writes & other.writes) and self._committed_before(other)

    def _committed_before(self, other: "_Node") -> bool:
        if self.committed is None:
            return False
        return other.committed is None or self.committed < other.committed


class Violation(Exception):
    """The transactions of a cycle, by their numbers, that one's first who closed it."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(f"transactions in a cycle: {numbers}")
        self.numbers = numbers


class SerializationGraph:
    """The running transactions, and ended ones as long as a cycle may still pass through them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._clock = itertools.count()
        self._nodes: dict[int, _Node] = {}

    def begin(self, number: int, take_snapshot: Callable[[], None]) -> None:
        """Take a transaction's snapshot, never during a commit: it sees all of it or nothing."""
        with self._guard:
            take_snapshot()
            self._nodes[number] = _Node(number, next(self._clock))

    def touch(self, number: int, reads: Iterable[Relation], writes: Iterable[Relation]) -> None:
        """Note what a statement uses; raises Violation where that closes a cycle."""
        with self._guard:
            node = self._nodes[number]
            node.reads.update(reads)
            node.writes.update(writes)
            self._require_order(node)

    def commit(self, number: int, make_durable: Callable[[], None]) -> None:
        """Commit; a failure there leaves no trace of the transaction."""
        with self._guard:
            node = self._nodes.pop(number)
            try:
                make_durable()
                node.committed = next(self._clock)
                self._nodes[number] = node
            finally:
                self._forget()

    def roll_back(self, number: int) -> None:
        """The transaction has changed nothing; unknown ones too."""
        with self._guard:
            if self._nodes.pop(number, None) is not None:
                self._forget()

    def __len__(self) -> int:
        """How many transactions are remembered."""
        return len(self._nodes)

    def _require_order(self, start: _Node) -> None:
        paths = [[start]]
        seen = {start.number}
        while paths:
            path = paths.pop()
            for other in self._after(path[-1]):
                if other is start:
                    raise Violation([node.number for node in path])
                if other.number not in seen:
                    seen.add(other.number)
                    paths.append([*path, other])

    def _after(self, node: _Node) -> list[_Node]:
        return [o for o in self._nodes.values() if o is not node and node.precedes(o)]

    def _forget(self) -> None:
        """Keep who runs, who committed since a running one began, and all who come after those."""
        running = [node for node in self._nodes.values() if node.committed is None]
        oldest = min((node.snapshot for node in running), default=None)
        kept: dict[int, _Node] = {}
        front = [n for n in self._nodes.values() if oldest is not None and _lasts(n, oldest)]
        while front:
            node = front.pop()
            if node.number not in kept:
                kept[node.number] = node
                front.extend(self._after(node))
        # In their order: of several cycles it says which one is named.
        self._nodes = {n: node for n, node in self._nodes.items() if n in kept}


def _lasts(node: _Node, oldest_snapshot: int) -> bool:
    return node.committed is None or node.committed > oldest_snapshot
