"""How many files one transaction loads: enough to keep every slice busy, never without bound.

Redshift wants one COPY of many files for a table, as many as a multiple of its slices, each of 1 MB
to 1 GB compressed (Database Developer Guide, "Loading data files"; "Load takes too long").
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from orchestration.clients.lake_file import LakeFile


@dataclass(frozen=True)
class Bounds:
    """At most this many files, compressed bytes and load hours together."""

    files: int
    bytes: int
    hours: int


# 2,048 divides evenly among 2, 4, … 128 slices. Each load hour is a COPY: 24 to a commit, since
# Redshift's commits queue up behind one another.
TRANSACTION = Bounds(files=2048, bytes=1024**3, hours=24)


def group_files(
    files: Iterable[LakeFile], bounds: Bounds = TRANSACTION
) -> Iterator[list[LakeFile]]:
    """Consecutive files that are loaded together; a file over the bound of bytes goes alone."""
    group: list[LakeFile] = []
    size, hours = 0, set[str]()
    for file in files:
        size += file.byte_count
        hours.add(file.load_hour)
        full = len(group) == bounds.files or size > bounds.bytes or len(hours) > bounds.hours
        if group and full:
            yield group
            group, size, hours = [], file.byte_count, {file.load_hour}
        group.append(file)
    if group:
        yield group
