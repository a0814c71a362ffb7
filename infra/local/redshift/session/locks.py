"""Table locks: who holds which table in which mode, and who waits for whom.

Redshift locks tables, not rows: readers share, writers exclude each other, and LOCK TABLE, DROP,
ALTER and TRUNCATE exclude everybody. Locks are held till the end of the transaction.
https://docs.aws.amazon.com/redshift/latest/dg/r_LOCK.html
"""

import threading
from collections.abc import Callable, Iterable
from enum import IntEnum

from ..errors import DEADLOCK, RedshiftError

Relation = tuple[str, str]


class Mode(IntEnum):
    """How a statement uses a table, weakest first."""

    READ = 1
    WRITE = 2
    EXCLUSIVE = 3


def _conflict(one: Mode, other: Mode) -> bool:
    return Mode.EXCLUSIVE in (one, other) or (one == other == Mode.WRITE)


class LockTable:
    """The locks of all sessions; an owner is a session's process id."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held: dict[Relation, dict[int, Mode]] = {}
        self._waits: dict[int, tuple[Relation, Mode]] = {}

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
                self._wait_for(owner, relation, mode, check)
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

    def held(self) -> list[tuple[Relation, int, Mode]]:
        """Each lock with its owner, for stv_locks."""
        with self._changed:
            return [(r, o, m) for r, holders in self._held.items() for o, m in holders.items()]

    def _wait_for(
        self, owner: int, relation: Relation, mode: Mode, check: Callable[[], None]
    ) -> None:
        try:
            while self._blockers(owner, relation, mode):
                self._waits[owner] = (relation, mode)
                if self._waits_for_itself(owner):
                    raise RedshiftError(DEADLOCK, "deadlock detected")
                self._changed.wait(timeout=0.2)
                check()
        finally:
            self._waits.pop(owner, None)

    def _blockers(self, owner: int, relation: Relation, mode: Mode) -> set[int]:
        holders = self._held.get(relation, {})
        return {o for o, held in holders.items() if o != owner and _conflict(held, mode)}

    def _waits_for_itself(self, owner: int) -> bool:
        seen: set[int] = set()
        front = [owner]
        while front:
            waiting = front.pop()
            if waiting not in self._waits:
                continue
            blockers = self._blockers(waiting, *self._waits[waiting])
            if owner in blockers:
                return True
            front.extend(blockers - seen)
            seen |= blockers
        return False
