"""Rows on their way to a client that asks for them bit by bit: on disk, a batch in memory."""

import pickle
import tempfile
from collections.abc import Iterable, Iterator

from ..errors import DISK_FULL, RedshiftError
from .result import Row


class Spool:
    """Read once, from the first row to the last; the file has no name and ends with it."""

    def __init__(self, batches: Iterable[list[Row]]) -> None:
        self._file = tempfile.TemporaryFile(prefix="cursor-")  # noqa: SIM115 - open till the end
        self._batch: list[Row] = []
        try:
            for batch in batches:
                pickle.dump(batch, self._file, pickle.HIGHEST_PROTOCOL)
            self._end = self._file.tell()
            self._file.seek(0)
        except OSError as error:
            self.close()
            raise RedshiftError(
                DISK_FULL, f"Disk Full: make room for the rows of the cursor ({error.strerror})"
            ) from error
        except BaseException:
            self.close()
            raise

    def take(self, count: int | None) -> Iterator[list[Row]]:
        """The next rows in batches: at most `count` of them, or all that are left."""
        while count is None or count > 0:
            if not self._batch:
                self._batch = self._read()
            taken = self._batch if count is None else self._batch[:count]
            if not taken:
                return
            self._batch = self._batch[len(taken) :]
            count = None if count is None else count - len(taken)
            yield taken

    def close(self) -> None:
        """Give the room back."""
        self._batch = []
        self._file.close()

    def _read(self) -> list[Row]:
        if self._file.tell() >= self._end:
            return []
        rows: list[Row] = pickle.load(self._file)  # noqa: S301 - this process wrote it
        return rows
