"""The sender's own book: which message ids were answered 200, written as the answers come."""

import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import requests


class Journal:
    """Appends the ids of each answered batch to a file; any thread may call."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8")
        self._lock = Lock()

    def note(self, message_ids: list[str]) -> None:
        """Write one answered batch down; it is with the operating system when this returns."""
        line = json.dumps({"answered": message_ids}) + "\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()

    def close(self) -> None:
        """No more answers come."""
        self._file.close()


def read_journal(path: Path) -> Iterator[str]:
    """The ids of a journal, once per answer. A last line cut off by a crash counts as unwritten."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                yield from json.loads(line)["answered"]


def read_journals(paths: Iterable[Path]) -> Iterator[str]:
    """The ids of several journals."""
    for path in paths:
        yield from read_journal(path)


def ids_of_request(request: requests.PreparedRequest) -> list[str]:
    """The message ids of a batch exactly as it went over the wire."""
    body = request.body
    raw = body if isinstance(body, bytes) else str(body).encode()
    if request.headers.get("Content-Encoding") == "gzip":
        raw = zlib.decompress(raw, wbits=31)
    batch: list[dict[str, Any]] = json.loads(raw)["batch"]
    return [item["messageId"] for item in batch]
