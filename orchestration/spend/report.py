"""A network's report, a CSV file → typed rows, or every line that is wrong with why. Pure."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any, TextIO

from ingest_lambdas.exchange.conversion import Convert
from orchestration.spend.mapping import REQUIRED, SpendMapping
from orchestration.spend.values import Spend, ValueUnusable, read_spend

LARGEST_ROWS = 500_000
SHOWN_FAULTS = 20
LONGEST_LINE = 64 * 1024


class ReportUnusable(ValueError):
    """The file cannot be imported: names the lines, of which none was taken."""

    def __init__(self, faults: list[str]) -> None:
        more = [f"… and {len(faults) - SHOWN_FAULTS} more"] if len(faults) > SHOWN_FAULTS else []
        super().__init__("\n".join([*faults[:SHOWN_FAULTS], *more]))
        self.faults = faults


def read_report(file: TextIO, mapping: SpendMapping, convert: Convert, base: str) -> list[Spend]:
    """The rows of an open file. Raises ReportUnusable."""
    rows: list[Spend] = []
    faults: list[str] = []
    seen: dict[tuple[str | None, ...], int] = {}
    for line, values in _lines(file, mapping):
        try:
            spend = read_spend(values, mapping, convert, base)
            if (first := seen.setdefault(spend.key, line)) != line:
                raise ValueUnusable(f"the same day, source, campaign, group and ad as line {first}")
            rows.append(spend)
        except ValueUnusable as error:
            faults.append(f"line {line}: {error}")
        if len(rows) + len(faults) > LARGEST_ROWS:
            raise ReportUnusable([f"more than {LARGEST_ROWS:,} rows: split the file by days"])
    if faults or not rows:
        raise ReportUnusable(faults or ["the file has no rows"])
    return rows


def _lines(file: TextIO, mapping: SpendMapping) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(line, values by field); what the report has besides is passed over."""
    head = file.readline(LONGEST_LINE)
    delimiter = max(",;\t|", key=head.count)
    lines = chain([head], iter(partial(file.readline, LONGEST_LINE), ""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows = _rows(reader)
    places = _places(next(rows, []), mapping)
    for cells in rows:
        if any(cell.strip() for cell in cells):
            found = {name: place for name, place in places.items() if place < len(cells)}
            yield reader.line_num, {name: cells[place].strip() for name, place in found.items()}


def _rows(reader: Any) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise ReportUnusable([f"line {reader.line_num}: {error}"]) from error


def _places(header: Iterable[str], mapping: SpendMapping) -> dict[str, int]:
    """Where each field stands; names are compared without case."""
    names = [name.strip().lower() for name in header]
    places = {
        name: names.index(column.lower())
        for name, column in mapping.columns.items()
        if column.lower() in names
    }
    declared = {name for name, column in mapping.columns.items() if column != name}
    wanted = {*REQUIRED, *declared} - mapping.values.keys()
    if lacking := sorted(mapping.columns[name] for name in wanted - places.keys()):
        found = ", ".join(names) or "none"
        raise ReportUnusable([f"line 1: there is no column {', '.join(lacking)}; found {found}"])
    return places
