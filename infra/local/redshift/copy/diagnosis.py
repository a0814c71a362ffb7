"""Finds which lines of a file COPY refuses, and why.

Runs only when a load has failed, or when MAXERROR lets one go on without its bad lines. It asks
the loader's own conditions, on a connection of its own, with the lines numbered.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import orjson

from infra.local.redshift.copy import problems as p
from infra.local.redshift.copy.fetch import LocalFile
from infra.local.redshift.copy.json_path import OUT_OF_RANGE
from infra.local.redshift.copy.json_source import MAXIMUM_LINE_BYTES
from infra.local.redshift.copy.load_log import LoadError, LoadField
from infra.local.redshift.copy.query import LoadQuery
from infra.local.redshift.copy.text_source import read_raw_lines

BATCH_LINES = 20_000


def find_errors(
    connection: duckdb.DuckDBPyConnection, query: LoadQuery, file: LocalFile, limit: int
) -> list[LoadError]:
    """At most `limit` refused lines of a file, the first reason of each, in the file's order."""
    found: list[LoadError] = []
    with file.path.open("rb") as lines:
        numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
        while len(found) < limit and (batch := list(islice(numbered, BATCH_LINES))):
            errors = _find_in_batch(connection, query, file, batch)
            found += sorted(errors, key=lambda error: error.line_number)
    return found[:limit]


def _find_in_batch(
    connection: duckdb.DuckDBPyConnection,
    query: LoadQuery,
    file: LocalFile,
    batch: list[tuple[int, bytes]],
) -> Iterator[LoadError]:
    parsed: dict[int, bytes] = {}
    for number, line in batch:
        reason = _malformed(line, query)
        if reason is None:
            parsed[number] = line
            continue
        code = p.INVALID_LINE
        yield LoadError(file.source.address, number, code, reason, _show(line))
    yield from _find_refused_values(connection, query, file, parsed)


def _malformed(line: bytes, query: LoadQuery) -> str | None:
    """Why the line is no JSON object; None when it is one."""
    if len(line) > MAXIMUM_LINE_BYTES:
        return f"Max JSON object size ({MAXIMUM_LINE_BYTES}) exceeded"
    try:
        parsed = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return f"Invalid JSON: {error}"[:100]
    allowed = dict if query.mapping.mode.startswith("auto") else (dict, list)
    if not isinstance(parsed, allowed):
        return "Invalid JSON: not an object"
    lacks = any(path.lacks_element(parsed) for path in query.mapping.paths)
    return OUT_OF_RANGE if lacks else None


def _find_refused_values(
    connection: duckdb.DuckDBPyConnection,
    query: LoadQuery,
    file: LocalFile,
    lines: dict[int, bytes],
) -> Iterator[LoadError]:
    if not lines:
        return
    path = file.path.with_suffix(".numbered")
    _write_numbered(path, query, lines)
    try:
        rows = connection.execute(query.find_refused(path)).fetchall()
    finally:
        path.unlink()
    shown = _show_lines(query, file, {number: lines[number] for number, _, _ in rows})
    for number, refusal, texts in rows:
        fields = query.describe_fields(texts[: refusal["column"] + 1])
        yield _error(file, number, shown.get(number, ""), refusal, fields)


def _show_lines(query: LoadQuery, file: LocalFile, lines: dict[int, bytes]) -> dict[int, str]:
    """The lines as their file has them: a text's was rewritten; Parquet has none."""
    if file.original is not None and lines:
        return read_raw_lines(file.original, lines, query.options)
    is_json = query.options.file_format == "json"
    return {number: _show(line) for number, line in lines.items() if is_json}


def _write_numbered(path: Path, query: LoadQuery, lines: dict[int, bytes]) -> None:
    name = b"row" if query.mapping.mode == "auto" else b"document"
    with path.open("wb") as out:
        for number, line in lines.items():
            out.write(b'{"line":%d,"%s":%s}\n' % (number, name, line.strip()))


def _error(
    file: LocalFile,
    number: int,
    line: str,
    refusal: dict[str, Any],
    fields: tuple[LoadField, ...],
) -> LoadError:
    return LoadError(
        file_name=file.source.address,
        line_number=number,
        error_code=refusal["code"],
        error_reason=refusal["reason"],
        raw_line=line,
        fields=fields,
        position=refusal["position"],
    )


def _show(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r\n")
