"""Rewrites a CSV or delimited file as NDJSON of strings, so that one path loads every format.

Each JSON line stands at the number of the record's last line in the file.
"""

from collections.abc import Container
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from infra.local.redshift.copy import problems as p
from infra.local.redshift.copy.fetch import LocalFile
from infra.local.redshift.copy.load_log import LoadError, LoadField
from infra.local.redshift.copy.query import LoadQuery
from infra.local.redshift.copy.records import Record, read_records
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.target import TargetColumn


def rewrite_text(file: LocalFile, query: LoadQuery) -> tuple[LocalFile, list[LoadError]]:
    """The NDJSON file, and the records that do not fit the columns (left out of it)."""
    path = file.path.with_suffix(".ndjson")
    errors: list[LoadError] = []
    rows = written = 0
    with path.open("wb") as out:
        for record in read_records(file.path, query.options):
            out.write(b"\n" * (record.line - 1 - written))
            written = record.line
            line = _rewrite(file, record, query)
            if isinstance(line, LoadError):
                errors.append(line)
                line = b""
            else:
                rows += 1
            out.write(line + b"\n")
    return replace(file, path=path, lines=rows, original=file.path), errors


def read_raw_lines(path: Path, numbers: Container[int], options: CopyOptions) -> dict[int, str]:
    """What stands in a text file for the records that end on these lines."""
    records = read_records(path, options)
    return {record.line: _shown(record.raw) for record in records if record.line in numbers}


def _rewrite(file: LocalFile, record: Record, query: LoadQuery) -> bytes | LoadError:
    columns, options = query.target.columns, query.options
    code, reason = _refusal(record, len(columns), options)
    if code:
        return _error(file, record, code, reason)
    fields = _fit(record.fields, columns, options)
    values: dict[str, Any] = {}
    for number, (column, text) in enumerate(zip(columns, fields, strict=True)):
        shown = [field and _shown(field) for field in fields[: number + 1]]
        if text is not None and not _is_utf8(text):
            found = _first_bad(text)
            reason = f"String contains invalid or unsupported UTF8 codepoints. {_hex(text[found])}"
            position = len(text[:found].encode())
            return _error(
                file, record, p.INVALID_CODEPOINT, reason, query.describe_fields(shown), position
            )
        value = _as_json(text, options) if column.type == "super" else text
        if value is _NO_JSON:
            reason = "Input data is not well-formed JSON for SUPER"
            return _error(file, record, p.INVALID_SUPER, reason, query.describe_fields(shown))
        values[column.name] = value
    return orjson.dumps(values)


def _refusal(record: Record, width: int, options: CopyOptions) -> tuple[int, str]:
    if record.problem:
        return p.INVALID_LINE, record.problem[:100]
    if record.fields == [""] and width > 1 and not options.fill_record:
        return p.NO_DATA, "Input line contained no data"
    if len(record.fields) < width and not options.fill_record:
        return p.TOO_FEW_FIELDS, "Delimiter not found"
    ends_in_delimiter = (
        options.file_format == "text" and len(record.fields) == width + 1 and not record.fields[-1]
    )
    if len(record.fields) > width and not ends_in_delimiter:
        return p.TOO_MANY_FIELDS, "Extra column(s) found"
    return 0, ""


def _fit(
    fields: list[str], columns: tuple[TargetColumn, ...], options: CopyOptions
) -> list[str | None]:
    """FILLRECORD: an empty VARCHAR, NULL for other types. The last delimiter may end the line."""
    missing = columns[len(fields) :]
    filled = ["" if column.type == "character varying" else None for column in missing]
    return [*fields[: len(columns)], *filled]


_NO_JSON = object()


def _as_json(text: str | None, options: CopyOptions) -> object:
    """The JSON of a SUPER field; None where it is empty or stands for NULL."""
    if text is None or not text.strip() or text == options.null_as:
        return None
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return _NO_JSON
    return orjson.Fragment(" ".join(text.splitlines()))


def _is_utf8(text: str) -> bool:
    return text.isascii() or not any("\udc80" <= character <= "\udcff" for character in text)


def _first_bad(text: str) -> int:
    """Where the first byte is that is no UTF-8."""
    return next(n for n, character in enumerate(text) if "\udc80" <= character <= "\udcff")


def _hex(bad: str) -> str:
    return f"Bad UTF8 hex sequence: {ord(bad) - 0xDC00:x}"


def _error(
    file: LocalFile,
    record: Record,
    code: int,
    reason: str,
    fields: tuple[LoadField, ...] = (),
    position: int = 0,
) -> LoadError:
    raw = _shown(record.raw)
    return LoadError(file.source.address, record.line, code, reason, raw, fields, position)


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
