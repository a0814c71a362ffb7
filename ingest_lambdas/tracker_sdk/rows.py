"""The rows of a file to import, CSV or NDJSON, read one at a time."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

LONGEST_LINE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1. `values` is None, and `error` says why, where it cannot be read."""

    number: int
    values: dict[str, Any] | None
    error: str = ""
    text: str = ""


class UnknownFormat(ValueError):
    """The file's name says neither CSV nor NDJSON."""


def read_rows(path: Path, after: int = 0) -> Iterator[Row]:
    """The rows behind the first `after`. Raises UnknownFormat, OSError."""
    readers = {".csv": _read_csv, ".ndjson": _read_ndjson, ".jsonl": _read_ndjson}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnknownFormat(f"{path.name}: name it .csv, .ndjson or .jsonl")
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for row in reader(file):
            if row.number > after:
                yield row


def _read_csv(file: TextIO) -> Iterator[Row]:
    """The first line names the columns; the delimiter is read off it."""
    head = file.readline(LONGEST_LINE)
    file.seek(0)
    delimiter = max(",;\t|", key=head.count)
    rows = csv.DictReader(file, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            values = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, None, str(error))
            continue
        surplus = values.pop(None, None)
        if surplus is not None:
            yield Row(number, None, "more values than columns", json.dumps(values))
        else:
            yield Row(number, values)


def _read_ndjson(file: TextIO) -> Iterator[Row]:
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        whole = line.endswith("\n") or len(line) < LONGEST_LINE
        while not whole and (rest := file.readline(LONGEST_LINE)):
            whole = rest.endswith("\n")
        if len(line) == LONGEST_LINE:
            yield Row(number, None, f"longer than {LONGEST_LINE} characters", line[:200])
        elif line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Row(number, None, f"no JSON: {error}", line.rstrip("\n"))
    if not isinstance(values, dict):
        return Row(number, None, "no JSON object", line.rstrip("\n"))
    return Row(number, values)
