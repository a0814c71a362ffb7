from hypothesis import given
from hypothesis import strategies as st

from orchestration.clients.lake_file import LakeFile
from orchestration.compacting.planning import (
    LARGEST_PIECE,
    MIB,
    PIECES,
    SMALL,
    SMALLEST_PIECE,
    plan_pieces,
)


def files_of(sizes):
    return [
        LakeFile(f"{number:06}", "events", "2026-11-01-10", size, "")
        for number, size in enumerate(sizes)
    ]


@given(st.lists(st.integers(0, 20 * MIB), max_size=300))
def test_pieces_are_of_small_files_each_once_and_of_a_size_that_redshift_likes(sizes):
    files = files_of(sizes)
    pieces = plan_pieces(files)
    taken = [file for piece in pieces for file in piece]
    assert len(taken) == len(set(taken))
    assert set(taken) <= {file for file in files if file.byte_count < SMALL}
    for piece in pieces:
        assert len(piece) > 1
        assert sum(file.byte_count for file in piece) <= LARGEST_PIECE


def test_a_quiet_hour_becomes_one_file_and_a_busy_one_as_many_as_slices_share_evenly():
    assert [len(piece) for piece in plan_pieces(files_of([MIB // 100] * 60))] == [60]
    busy = plan_pieces(files_of([SMALLEST_PIECE // 4] * 4 * PIECES * 2))
    assert len(busy) == PIECES


def test_large_files_and_single_ones_stay():
    assert plan_pieces(files_of([SMALL, SMALL, 1])) == []
