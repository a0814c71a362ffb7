"""Imports a file of rows through a declared mapping; an import that was stopped goes on.

Every event has an id made of its source, its place in the file and its content. So rows that a
stopped import had sent already, and a file that is imported again with rows added at its end, make
no event twice.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from ingest_lambdas.contract.call_mapping import CallMapping, RowUnmappable, map_row
from ingest_lambdas.contract.identity import mapped_event_id
from ingest_lambdas.tracker_sdk.rows import Row, read_rows
from ingest_lambdas.tracker_sdk.tracker import Tracker

PORTION = 1_000
# So many events may wait in the spool before the file is read on.
MOST_PENDING = 200_000
PATIENCE_SECONDS = 60.0


class ImportStopped(RuntimeError):
    """The import cannot go on for now; the same command goes on from where it stopped."""


@dataclass
class Progress:
    """What became of the rows so far."""

    rows: int = 0
    events: int = 0
    unmapped: int = 0


class Import:
    """One file on its way; `state` remembers how far it came."""

    def __init__(
        self, file: Path, source: str, mappings: list[CallMapping], tracker: Tracker, state: Path
    ) -> None:
        self._file = file
        self._source = source
        self._mappings = mappings
        self._tracker = tracker
        self._state = state
        self.progress = Progress(**json.loads(state.read_text())) if state.exists() else Progress()

    @property
    def unmapped_file(self) -> Path:
        """Rows that made no event though they should have, with the reason."""
        return self._file.with_name(self._file.name + ".unmapped.ndjson")

    def run(self, report: Callable[[Progress], None]) -> Progress:
        """To the file's end. Raises ImportStopped, UnknownFormat, OSError."""
        rows = read_rows(self._file, self.progress.rows)
        if not self.progress.rows:
            self.unmapped_file.unlink(missing_ok=True)
        while portion := list(islice(rows, PORTION)):
            self._send(portion)
            report(self.progress)
        if not self._tracker.flush(PATIENCE_SECONDS):
            raise ImportStopped(
                f"{self._tracker.report().pending} events wait in the spool: "
                f"{self._tracker.report().last_error or 'the stream is slow'}"
            )
        return self.progress

    def _send(self, portion: list[Row]) -> None:
        self._wait_for_room()
        unmapped: list[dict[str, Any]] = []
        items = [item for row in portion for item in self._items(row, unmapped)]
        for position, item in enumerate(items, 1):
            # The last one is synced, and all before it with it.
            if not self._tracker.send(item, durable=position == len(items)):
                raise ImportStopped(f"an event was not taken: {self._tracker.report().last_error}")
        if self._tracker.report().memory_only and not self._tracker.flush(PATIENCE_SECONDS):
            raise ImportStopped("the spool's disk is full and the stream does not take the rest")
        self._note_unmapped(unmapped)
        self.progress.rows = portion[-1].number
        self.progress.events += len(items)
        self.progress.unmapped += len(unmapped)
        self._remember()

    def _items(self, row: Row, unmapped: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        if row.values is None:
            unmapped.append({"row": row.number, "error": row.error, "text": row.text})
            return
        try:
            items = list(map_row(self._mappings, row.values))
        except RowUnmappable as error:
            unmapped.append({"row": row.number, "error": str(error), "values": row.values})
            return
        for number, item in enumerate(items):
            made = mapped_event_id(self._source, row.number, number, item)
            yield {"messageId": made, **item}

    def _wait_for_room(self) -> None:
        pending = self._tracker.report().pending
        if pending > MOST_PENDING and not self._tracker.flush(PATIENCE_SECONDS):
            raise ImportStopped(f"{pending} events wait in the spool; the stream takes none")

    def _note_unmapped(self, unmapped: list[dict[str, Any]]) -> None:
        if unmapped:
            with self.unmapped_file.open("a") as file:
                _write_lines(file, unmapped)

    def _remember(self) -> None:
        self._state.parent.mkdir(parents=True, exist_ok=True)
        partial = self._state.with_suffix(".tmp")
        partial.write_text(json.dumps(asdict(self.progress)))
        partial.replace(self._state)


def state_file(spool: Path, file: Path, source: str, mapping: str) -> Path:
    """Where the progress of importing this file by this mapping is remembered."""
    told = f"{file.resolve()}\n{source}\n{mapping}"
    return spool / "imports" / f"{hashlib.sha256(told.encode()).hexdigest()[:24]}.json"


def _write_lines(file: TextIO, lines: list[dict[str, Any]]) -> None:
    for line in lines:
        file.write(json.dumps(line, default=str) + "\n")
