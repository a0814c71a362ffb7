"""Table locks: who holds which table in which mode, and who waits for whom.

Redshift locks tables, not rows. Readers share. Under SNAPSHOT, INSERT and COPY share a lock among
themselves and exclude UPDATE, DELETE and MERGE, which exclude each other too; under SERIALIZABLE
whoever writes excludes every other writer. LOCK TABLE, DROP, ALTER and TRUNCATE exclude everybody.
Locks are held till the end of the transaction, and given in the order in which they were asked for.
https://docs.aws.amazon.com/redshift/latest/dg/r_LOCK.html
https://docs.aws.amazon.com/redshift/latest/dg/c_write_readwrite.html
"""

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from ..errors import DEADLOCK, RedshiftError

Relation = tuple[str, str]


class Mode(IntEnum):
    """How a statement uses a table, weakest first."""

    READ = 1
    INSERT = 2
    WRITE = 3
    EXCLUSIVE = 4

    @property
    def lock_name(self) -> str:
        """As svv_transactions and pg_locks name it."""
        return _NAMES[self]


_NAMES = {
    Mode.READ: "AccessShareLock",
    Mode.INSERT: "RowExclusiveLock",
    Mode.WRITE: "ShareRowExclusiveLock",
    Mode.EXCLUSIVE: "AccessExclusiveLock",
}
_CONFLICTS = {
    Mode.READ: {Mode.EXCLUSIVE},
    Mode.INSERT: {Mode.WRITE, Mode.EXCLUSIVE},
    Mode.WRITE: {Mode.INSERT, Mode.WRITE, Mode.EXCLUSIVE},
    Mode.EXCLUSIVE: set(Mode),
}


@dataclass(frozen=True)
class Lock:
    """A lock that is held, or waited for where `granted` is false."""

    relation: Relation
    owner: int
    mode: Mode
    granted: bool


@dataclass(frozen=True)
class _Wait:
    relation: Relation
    mode: Mode
    turn: int


class LockTable:
    """The locks of all sessions; an owner is a session's process id."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held: dict[Relation, dict[int, Mode]] = {}
        self._waits: dict[int, _Wait] = {}
        self._turns = itertools.count()

    def acquire(
        self,
        owner: int,
        wanted: Iterable[tuple[Relation, Mode]],
        check: Callable[[], None],
    ) -> None:
        """Take each lock, waiting as long as another session holds a conflicting one.

        `check` is called while waiting, a few times a second, and raises to give up (statement
        timeout, cancel). A wait that could never end raises 40P01.
        """
        with self._changed:
            for relation, mode in sorted(wanted):
                self._wait_for(owner, _Wait(relation, mode, next(self._turns)), check)
                holders = self._held.setdefault(relation, {})
                holders[owner] = max(mode, holders.get(owner, mode))

    def release(self, owner: int) -> None:
        """Give back every lock of the owner and wake those who wait."""
        with self._changed:
            for relation in [r for r, holders in self._held.items() if owner in holders]:
                holders = self._held[relation]
                del holders[owner]
                if not holders:
                    del self._held[relation]
            self._changed.notify_all()

    def listed(self) -> list[Lock]:
        """Every lock with its owner, those that are waited for last."""
        with self._changed:
            held = [Lock(r, o, m, True) for r, hs in self._held.items() for o, m in hs.items()]
            return held + [Lock(w.relation, o, w.mode, False) for o, w in self._waits.items()]

    def _wait_for(self, owner: int, wait: _Wait, check: Callable[[], None]) -> None:
        waited = False
        self._waits[owner] = wait
        try:
            while self._must_wait(owner, wait):
                if not waited:
                    # Who queues behind this one may now have to pass it: see _must_wait.
                    self._changed.notify_all()
                    waited = True
                self._require_end(owner)
                self._changed.wait(timeout=0.2)
                check()
        finally:
            del self._waits[owner]
            if waited:
                self._changed.notify_all()

    def _must_wait(self, owner: int, wait: _Wait) -> bool:
        if self._holders(owner, wait):
            return True
        # A place in the queue is given up where keeping it would end in a deadlock.
        return bool(self._earlier(owner, wait)) and self._cycle(owner, queued=True) is None

    def _holders(self, owner: int, wait: _Wait) -> list[int]:
        holders = self._held.get(wait.relation, {})
        return [o for o, held in holders.items() if o != owner and held in _CONFLICTS[wait.mode]]

    def _earlier(self, owner: int, wait: _Wait) -> list[int]:
        """Who asked before for what conflicts; who holds the table already does not queue."""
        if owner in self._held.get(wait.relation, {}):
            return []
        return [
            other
            for other, earlier in self._waits.items()
            if earlier.relation == wait.relation
            and earlier.turn < wait.turn
            and earlier.mode in _CONFLICTS[wait.mode]
        ]

    def _require_end(self, owner: int) -> None:
        cycle = self._cycle(owner, queued=False)
        if cycle is None:
            return
        pairs = zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        raise RedshiftError(
            DEADLOCK,
            "deadlock detected",
            detail=" ".join(self._describe(one, other) for one, other in pairs),
        )

    def _describe(self, one: int, other: int) -> str:
        wait = self._waits[one]
        relation = ".".join(wait.relation)
        return (
            f"Process {one} waits for {wait.mode.lock_name} on relation {relation}; "
            f"blocked by process {other}."
        )

    def _cycle(self, owner: int, *, queued: bool) -> list[int] | None:
        """Owners each of whom waits for the next, the last for the first; None for none."""
        paths = [[owner]]
        seen = {owner}
        while paths:
            path = paths.pop()
            for other in self._awaited(path[-1], queued):
                if other == owner:
                    return path
                if other not in seen:
                    seen.add(other)
                    paths.append([*path, other])
        return None

    def _awaited(self, owner: int, queued: bool) -> Iterator[int]:
        wait = self._waits.get(owner)
        if wait is not None:
            yield from self._holders(owner, wait)
            if queued:
                yield from self._earlier(owner, wait)
