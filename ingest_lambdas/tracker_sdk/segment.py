"""One file of the spool: lines that were written and not all delivered."""

import os
import threading
from contextlib import suppress
from pathlib import Path


class Segment:
    """A file of lines; it removes itself once it is sealed and every line is settled."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._lock = threading.Lock()
        self._open_lines = 0
        self._sealed = False
        self._descriptor: int | None = None

    @classmethod
    def create(cls, path: Path) -> "Segment":
        """A new file to append to. Raises OSError."""
        segment = cls(path)
        segment._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND)
        _sync_folder(path.parent)
        return segment

    @classmethod
    def found(cls, path: Path) -> tuple["Segment", int]:
        """A file of a process that has ended, and its number of lines; a torn last one is cut off.

        A torn line was never acknowledged: whoever waited for it has died with the process.
        """
        segment = cls(path)
        content = path.read_bytes()
        segment.size = content.rfind(b"\n") + 1
        lines = content.count(b"\n")
        segment._open_lines = lines
        segment.seal()
        return segment, lines

    def append(self, data: bytes, lines: int, sync: bool) -> int:
        """Add whole lines; where they start. Raises OSError and leaves the file as it was."""
        assert self._descriptor is not None
        start = self.size
        try:
            _write_all(self._descriptor, data)
            if sync:
                os.fsync(self._descriptor)
        except OSError:
            os.ftruncate(self._descriptor, start)
            raise
        with self._lock:
            self.size += len(data)
            self._open_lines += lines
        return start

    def read(self, start: int, length: int) -> list[bytes]:
        """Lines, without their ends. Raises OSError."""
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(length).removesuffix(b"\n").split(b"\n")

    def settle(self, lines: int) -> None:
        """So many lines need not be kept any more."""
        with self._lock:
            self._open_lines -= lines
            self._remove_if_done()

    def seal(self) -> None:
        """Nothing is appended any more."""
        with self._lock:
            self._sealed = True
            if self._descriptor is not None:
                # A later line's sync, in another file, promises these too.
                with suppress(OSError):
                    os.fsync(self._descriptor)
                os.close(self._descriptor)
                self._descriptor = None
            self._remove_if_done()

    def _remove_if_done(self) -> None:
        if self._sealed and self._open_lines == 0:
            self.path.unlink(missing_ok=True)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
