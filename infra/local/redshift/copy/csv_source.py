"""Rewrites a CSV file as NDJSON with every field a string, so that one path loads both formats.

Each JSON line stands at the number of the record's last line in the CSV file.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace

import orjson

from infra.local.redshift.copy import problems as p
from infra.local.redshift.copy.fetch import LocalFile
from infra.local.redshift.copy.load_log import LoadError
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.target import TargetColumn


def rewrite_csv(
    file: LocalFile, columns: tuple[TargetColumn, ...], options: CopyOptions
) -> tuple[LocalFile, list[LoadError]]:
    """The NDJSON file, and the records that are not of one field a column (left out of it)."""
    path = file.path.with_suffix(".ndjson")
    names = [column.name for column in columns]
    errors: list[LoadError] = []
    rows = written = 0
    with path.open("wb") as out:
        for number, record in _records(file, options):
            out.write(b"\n" * (number - 1 - written))
            written = number
            error = _problem(file, number, record, len(names), options)
            if error is None:
                out.write(orjson.dumps(dict(zip(names, record, strict=True))))
                rows += 1
            else:
                errors.append(error)
            out.write(b"\n")
    return replace(file, path=path, lines=rows), errors


def _records(file: LocalFile, options: CopyOptions) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its last line, header left out."""
    with file.path.open(encoding="utf-8", errors="surrogateescape", newline="") as text:
        reader = csv.reader(text, delimiter=options.delimiter, quotechar=options.quote, strict=True)
        while True:
            try:
                record = next(reader, None)
            except csv.Error as error:
                yield reader.line_num, ["\udc80", str(error)]
                continue
            if record is None:
                return
            if reader.line_num > options.ignore_header and (
                record or not options.ignore_blank_lines
            ):
                yield reader.line_num, record


def _problem(
    file: LocalFile, number: int, record: list[str], width: int, options: CopyOptions
) -> LoadError | None:
    code, reason = _refusal(record, width)
    if not code:
        return None
    raw = options.delimiter.join(record).encode("utf-8", "replace").decode()
    return LoadError(file.source.address, number, code, reason, raw)


def _refusal(record: list[str], width: int) -> tuple[int, str]:
    if record and record[0] == "\udc80":
        return p.INVALID_LINE, f"Invalid quote formatting for CSV: {record[-1]}"[:100]
    if any("\udc80" <= character <= "\udcff" for field in record for character in field):
        return p.INVALID_CODEPOINT, "String contains invalid or unsupported UTF8 codepoints"
    if len(record) < width:
        return p.TOO_FEW_FIELDS, "Delimiter not found"
    if len(record) > width:
        return p.TOO_MANY_FIELDS, "Extra column(s) found"
    return 0, ""
