"""The lock table alone: who waits for whom."""

import threading

import pytest

from infra.local.redshift.errors import RedshiftError
from infra.local.redshift.session.locks import Lock, LockTable, Mode

TABLE = ("public", "t")


def give_up() -> None:
    raise RedshiftError("57014", "cancelled")


@pytest.mark.parametrize(
    ("held", "wanted", "waits"),
    [
        (Mode.READ, Mode.READ, False),
        (Mode.READ, Mode.WRITE, False),
        (Mode.WRITE, Mode.WRITE, True),
        (Mode.WRITE, Mode.EXCLUSIVE, True),
        (Mode.EXCLUSIVE, Mode.READ, True),
    ],
)
def test_which_modes_exclude_each_other(held: Mode, wanted: Mode, waits: bool) -> None:
    locks = LockTable()
    locks.acquire(1, [(TABLE, held)], give_up)
    if waits:
        with pytest.raises(RedshiftError):
            locks.acquire(2, [(TABLE, wanted)], give_up)
    else:
        locks.acquire(2, [(TABLE, wanted)], give_up)


def test_a_release_lets_the_next_in() -> None:
    locks = LockTable()
    locks.acquire(1, [(TABLE, Mode.EXCLUSIVE)], give_up)
    waiter = threading.Thread(
        target=locks.acquire, args=(2, [(TABLE, Mode.EXCLUSIVE)], lambda: None)
    )
    waiter.start()
    locks.release(1)
    waiter.join(timeout=10)
    assert locks.listed() == [Lock(TABLE, 2, Mode.EXCLUSIVE, True)]


def test_a_lock_grows_stronger_and_never_weaker() -> None:
    locks = LockTable()
    locks.acquire(1, [(TABLE, Mode.WRITE)], give_up)
    locks.acquire(1, [(TABLE, Mode.READ)], give_up)
    assert locks.listed() == [Lock(TABLE, 1, Mode.WRITE, True)]


def test_three_in_a_ring_are_a_deadlock_of_the_one_who_closes_it() -> None:
    locks = LockTable()
    ring = [("public", name) for name in "abc"]
    for owner, relation in enumerate(ring):
        locks.acquire(owner, [(relation, Mode.EXCLUSIVE)], give_up)
    waiting = threading.Semaphore(0)
    waiters = []
    for owner in (0, 1):
        wanted = [(ring[owner + 1], Mode.READ)]
        waiters.append(
            threading.Thread(target=locks.acquire, args=(owner, wanted, waiting.release))
        )
        waiters[-1].start()
        waiting.acquire(timeout=10)
    with pytest.raises(RedshiftError) as caught:
        locks.acquire(2, [(ring[0], Mode.READ)], give_up)
    assert caught.value.sqlstate == "40P01"
    assert (caught.value.detail or "").count("blocked by process") == 3
    locks.release(2)
    waiters[1].join(timeout=10)
    locks.release(1)
    waiters[0].join(timeout=10)
    assert {(lock.owner, lock.granted) for lock in locks.listed()} == {(0, True)}
