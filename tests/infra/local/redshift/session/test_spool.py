"""Rows that wait on disk come back in their order, however they are asked for."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.redshift.session.cursor import SqlCursor
from infra.local.redshift.session.spool import Spool
from infra.local.redshift.translation.scan import StatementText

BATCHES = st.lists(st.lists(st.tuples(st.integers() | st.none()), min_size=1, max_size=5))


@settings(deadline=None)
@given(BATCHES, st.lists(st.integers(1, 7), max_size=8))
def test_every_row_comes_once_and_in_order(
    batches: list[list[tuple[int | None]]], counts: list[int]
) -> None:
    spool = Spool(batches)
    taken = []
    for count in counts:
        rows = [row for batch in spool.take(count) for row in batch]
        assert len(rows) <= count
        taken += rows
    taken += [row for batch in spool.take(None) for row in batch]
    spool.close()
    assert taken == [row for batch in batches for row in batch]


def test_the_current_row_is_the_last_that_was_fetched() -> None:
    cursor = SqlCursor("c", StatementText("select", "select", 0), [])
    cursor.fill([], [[(1,), (2,)], [(3,)]])
    asked = [2, 0, 1, 0, 1, 0]
    assert [list(cursor.take(count)) for count in asked] == [
        [[(1,), (2,)]], [[(2,)]], [[(3,)]], [[(3,)]], [], [],
    ]  # fmt: skip
    cursor.close()


def test_memory_does_not_grow_with_the_rows() -> None:
    tracemalloc.start()
    spool = Spool([(number, "x" * 1000)] for number in range(20_000))
    assert sum(len(batch) for batch in spool.take(None)) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    spool.close()
    assert peak < 2_000_000


def test_a_query_that_fails_leaves_no_file() -> None:
    def fail():
        yield [(1,)]
        raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        Spool(fail())
