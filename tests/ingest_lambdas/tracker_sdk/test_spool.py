"""What is on disk survives its process, is found by the next, and goes when it is delivered."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest_lambdas.tracker_sdk.spool import SEGMENT_BYTES, Spool


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """No file may grow beyond the size: writes fail half-way, as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def die(spool: Spool) -> None:
    """As a kill does: nothing is tidied, only the locks are given back."""
    spool.forget_after_fork()


def files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.ndjson"))


def test_the_next_process_finds_what_was_not_delivered(tmp_path: Path) -> None:
    first = Spool(tmp_path)
    first.append([b"1", b"2"], sync=True).settle(2)
    first.append([b"3", b"4"], sync=True)
    die(first)
    second = Spool(tmp_path)
    (found,) = second.adopt()
    assert found.read() == [b"1", b"2", b"3", b"4"]
    found.settle(4)
    second.close()
    assert list(tmp_path.iterdir()) == []


def test_a_running_process_keeps_its_own(tmp_path: Path) -> None:
    first = Spool(tmp_path)
    first.append([b"1"], sync=False)
    assert list(Spool(tmp_path).adopt()) == []


def test_a_line_torn_by_a_crash_is_left_out(tmp_path: Path) -> None:
    first = Spool(tmp_path)
    first.append([b"whole"], sync=True)
    (file,) = files(tmp_path)
    with file.open("ab") as torn:
        torn.write(b"hal")
    die(first)
    (found,) = Spool(tmp_path).adopt()
    assert (found.count, found.read()) == (1, [b"whole"])


def test_a_full_disk_keeps_what_was_whole_and_nothing_of_the_rest(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.append([b"kept"], sync=True)
    with disk_of(100), pytest.raises(OSError, match="too large|No space"):
        spool.append([b"x" * 200], sync=True)
    after = spool.append([b"later"], sync=True)
    assert after.read() == [b"later"]
    die(spool)
    assert [chunk.read() for chunk in Spool(tmp_path).adopt()] == [[b"kept"], [b"later"]]


def test_a_delivered_segment_is_removed_once_it_is_full(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    chunk = spool.append([b"x" * SEGMENT_BYTES], sync=False)
    assert len(files(tmp_path)) == 1
    chunk.settle(1)
    assert files(tmp_path) == []
    spool.close()
    assert list(tmp_path.iterdir()) == []
