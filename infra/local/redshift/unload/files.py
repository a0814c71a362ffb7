"""Writes one series of files of at most a size each, and sends each one as soon as it is whole."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from infra.local.redshift.unload.compression import EXTENSIONS
from infra.local.redshift.unload.destination import Destination
from infra.local.redshift.unload.statement import UnloadOptions


@dataclass(frozen=True)
class UnloadedFile:
    """A file in S3. `rows` counts its header line too, as the manifest does."""

    address: str
    rows: int
    size: int


class FileSeries(ABC):
    """The files of one slice and one folder; `folder` names a partition and ends in a slash."""

    def __init__(
        self, destination: Destination, options: UnloadOptions, scratch: Path, folder: str = ""
    ) -> None:
        self.files: list[UnloadedFile] = []
        self.data_rows = 0
        self._destination = destination
        self._options = options
        self._scratch = scratch
        self._folder = folder

    @abstractmethod
    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows, beginning another file where this one is full."""

    @abstractmethod
    def close(self) -> None:
        """Send what is not sent yet."""

    def _next_path(self) -> Path:
        return self._scratch / f"{len(self.files)}.part"

    def _send(self, path: Path, rows: int) -> None:
        size = path.stat().st_size
        address = self._destination.upload(path, self._folder + self._name(len(self.files)))
        path.unlink()
        self.files.append(UnloadedFile(address, rows, size))

    def _name(self, number: int) -> str:
        """As Redshift names the files of a cluster of one slice: r_UNLOAD, TO and PARALLEL."""
        stem = f"0000_part_{number:02}" if self._options.parallel else f"{number:03}"
        if self._options.extension is not None:
            return f"{stem}.{self._options.extension.removeprefix('.')}"
        if self._options.file_format == "parquet":
            return stem + ".parquet"
        return stem + EXTENSIONS[self._options.compression]
