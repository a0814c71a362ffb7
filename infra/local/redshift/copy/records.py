"""Splits a text file into records and fields: CSV, or delimited with ESCAPE and REMOVEQUOTES.

Source: https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from infra.local.redshift.copy.statement import CopyOptions

_QUOTES = "\"'"
NULL_TEXT = "\\N"


@dataclass(frozen=True)
class Record:
    """`line` is the number of its last line, from 1; `problem` says why it cannot be split."""

    line: int
    fields: list[str]
    raw: str
    problem: str = ""


def read_records(path: Path, options: CopyOptions) -> Iterator[Record]:
    """Each record after the header; invalid UTF-8 bytes are surrogates."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as text:
        read = _read_csv if options.file_format == "csv" else _read_delimited
        for record in read(text, options):
            is_blank = record.fields in ([], [""]) and not record.problem
            if record.line <= options.ignore_header or (is_blank and options.ignore_blank_lines):
                continue
            yield record if record.fields or record.problem else Record(record.line, [""], "")


def _read_csv(text: IO[str], options: CopyOptions) -> Iterator[Record]:
    consumed: list[str] = []
    lines = _remember(text, consumed)
    reader = csv.reader(lines, delimiter=options.delimiter, quotechar=options.quote, strict=True)
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as error:
            problem = f"Invalid quote formatting for CSV: {error}"
            yield Record(reader.line_num, [], _take_raw(consumed), problem)
            continue
        if fields is None:
            return
        raw = _take_raw(consumed)
        yield Record(reader.line_num, fields, raw, _quote_problem(fields, options))


def _remember(text: IO[str], consumed: list[str]) -> Iterator[str]:
    for line in text:
        consumed.append(line)
        yield line


def _take_raw(consumed: list[str]) -> str:
    """The lines that a record was read from."""
    raw = "".join(consumed).rstrip("\r\n")
    consumed.clear()
    return raw


def _quote_problem(fields: list[str], options: CopyOptions) -> str:
    """White space before a quotation mark is ignored by Redshift; the reader keeps both."""
    for field in fields:
        plain = field.lstrip(" \t")
        if plain is not field and plain.startswith(options.quote):
            return "Invalid quote formatting for CSV: white space before a quotation mark"
    return ""


def _read_delimited(text: IO[str], options: CopyOptions) -> Iterator[Record]:
    is_plain = not options.escape and not options.remove_quotes
    for number, line in _whole_lines(text, options):
        if is_plain:
            yield Record(number, line.split(options.delimiter), line)
        else:
            yield _split(number, line, options)


def _whole_lines(text: IO[str], options: CopyOptions) -> Iterator[tuple[int, str]]:
    """Lines without their ends; with ESCAPE a backslash before one keeps it in the record."""
    held = ""
    for number, line in enumerate(text, 1):
        whole = held + line
        if options.escape and whole.endswith("\n") and _ends_escaped(whole[:-1]):
            held = whole
            continue
        held = ""
        yield number, whole.removesuffix("\n").removesuffix("\r")
    if held:
        yield number, held.removesuffix("\n")


def _ends_escaped(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _split(number: int, line: str, options: CopyOptions) -> Record:
    fields = []
    position = 0
    while True:
        field, position = _take_field(line, position, options)
        if field is None:
            return Record(number, [], line, "Unterminated quoted field")
        fields.append(field)
        if position >= len(line):
            return Record(number, fields, line)
        position += 1
        if position == len(line):
            return Record(number, [*fields, ""], line)


def _take_field(line: str, start: int, options: CopyOptions) -> tuple[str | None, int]:
    """The field at `start` and where its delimiter is; None where a quotation mark stays open."""
    quote = line[start : start + 1] if options.remove_quotes else ""
    if quote and quote in _QUOTES:
        taken, end = _take_until(line, start + 1, quote, options)
        if end >= len(line) or line[end + 1 : end + 2] not in ("", options.delimiter):
            return None, end
        return taken, end + 1
    taken, end = _take_until(line, start, options.delimiter, options)
    # Escaped or not, the null string is the null string.
    return (NULL_TEXT if line[start:end] == NULL_TEXT else taken), end


def _take_until(line: str, start: int, stop: str, options: CopyOptions) -> tuple[str, int]:
    taken = []
    position = start
    while position < len(line) and line[position] != stop:
        if options.escape and line[position] == "\\" and position + 1 < len(line):
            position += 1
        taken.append(line[position])
        position += 1
    return "".join(taken), position
