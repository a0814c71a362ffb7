"""Where a source's events wait on disk: a folder, with a locked one in it for every process.

A process that starts takes over the folders whose lock nobody holds: their owners have ended.
The kernel gives a lock back when its process dies, however it dies.
"""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from ingest_lambdas.tracker_sdk.chunk import Chunk, Place
from ingest_lambdas.tracker_sdk.segment import Segment

SEGMENT_BYTES = 4 * 1024 * 1024
LOCK = "lock"
REFUSED = "refused"


def source_folder(root: Path, source: str) -> Path:
    """Where one source's events wait: what a process leaves behind is sent as what it was."""
    return root / f"source-{quote(source, safe='')}"


class Spool:
    """One process' share of a source's spool; used by one thread, but for `keep_refused`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._own: Path | None = None
        self._locks: dict[Path, int] = {}
        self._segment: Segment | None = None
        self._made = 0

    def append(self, lines: list[bytes], sync: bool) -> Chunk:
        """Lines on disk, synced where asked for. Raises OSError; none of them is then kept."""
        segment = self._writable()
        data = b"\n".join(lines) + b"\n"
        try:
            start = segment.append(data, len(lines), sync)
        except OSError:
            # What a failed sync leaves of a file cannot be relied on: go on in another.
            self._seal()
            raise
        chunk = Chunk(lines, Place(segment, start, len(data)), len(lines), len(data))
        if segment.size >= SEGMENT_BYTES:
            self._seal()
        return chunk

    def adopt(self) -> Iterator[Chunk]:
        """What processes that have ended left behind; their folders are this process' from now."""
        if not self._root.is_dir():
            return
        for folder in sorted(path for path in self._root.iterdir() if path != self._own):
            if (folder / LOCK).exists() and self._lock(folder):
                for path in sorted(folder.glob("*.ndjson")):
                    segment, lines = Segment.found(path)
                    if lines:
                        yield Chunk(None, Place(segment, 0, segment.size), lines, segment.size)

    def keep_refused(self, lines: list[bytes]) -> None:
        """Events that nobody wants, for a person to look at."""
        folder = self._root / REFUSED
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{uuid4()}.ndjson").write_bytes(b"\n".join(lines) + b"\n")

    def close(self) -> None:
        """Give the folders back; those without events are removed."""
        self._seal()
        for folder, descriptor in self._locks.items():
            if not any(folder.glob("*.ndjson")):
                (folder / LOCK).unlink(missing_ok=True)
                folder.rmdir()
            os.close(descriptor)
        self._locks.clear()
        self._own = None

    def forget_after_fork(self) -> None:
        """The child's copy: the files and locks are the parent's, only their descriptors close."""
        for descriptor in self._locks.values():
            os.close(descriptor)
        self._locks.clear()

    def _writable(self) -> Segment:
        if self._segment is None:
            folder = self._own = self._own or self._make_own()
            self._made += 1
            self._segment = Segment.create(folder / f"{self._made:09}.ndjson")
        return self._segment

    def _make_own(self) -> Path:
        while True:
            folder = self._root / f"{os.getpid()}-{uuid4().hex[:12]}"
            folder.mkdir(parents=True)
            if self._lock(folder):
                return folder

    def _lock(self, folder: Path) -> bool:
        if folder in self._locks:
            return False
        try:
            descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._locks[folder] = descriptor
        return True

    def _seal(self) -> None:
        if self._segment is not None:
            self._segment.seal()
            self._segment = None
