"""How answers of the warehouse are shown: to people as tables, to programs as CSV or JSON lines."""

import csv
import json
import sys
from dataclasses import dataclass
from typing import Any, Literal, TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

NARROWEST_COLUMN = 10
Format = Literal["table", "csv", "json"]


@dataclass(frozen=True)
class Answer:
    """Column names and rows of one statement, none where it gives none; seconds it took."""

    names: list[str]
    rows: list[tuple[Any, ...]]
    seconds: float


@dataclass(frozen=True)
class Shown:
    """How to show an answer: its format, rows shown at most in a table, where."""

    console: Console
    limit: int = 100
    format: Format = "table"

    def show(self, answer: Answer, out: TextIO | None = None) -> None:
        """Show an answer; CSV and JSON lines are whole, and go to standard output without `out`."""
        if self.format == "csv":
            _write_csv(answer, out or sys.stdout)
        elif self.format == "json":
            _write_json(answer, out or sys.stdout)
        elif answer.names:
            self._table(answer)
        else:
            self.console.print(f"done {_took(answer)}", style="green")

    def _table(self, answer: Answer) -> None:
        shown = answer.rows[: self.limit]
        fits = len(answer.names) * NARROWEST_COLUMN <= self.console.width
        (_print_table if fits else _print_records)(answer.names, shown, self.console)
        hidden = f", {self.limit} of them shown (--limit)" if len(answer.rows) > len(shown) else ""
        counted = f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}"
        self.console.print(f"{counted}{hidden} {_took(answer)}", style="dim")


def _took(answer: Answer) -> str:
    return f"({answer.seconds:.3f} s)"


def _write_csv(answer: Answer, out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([answer.names, *answer.rows] if answer.names else [])


def _write_json(answer: Answer, out: TextIO) -> None:
    for row in answer.rows:
        named = dict(zip(answer.names, row, strict=True))
        out.write(json.dumps(named, default=str, ensure_ascii=False) + "\n")


def _print_table(names: list[str], rows: list[tuple[Any, ...]], console: Console) -> None:
    table = Table(header_style="bold")
    for place, name in enumerate(names):
        numbers = any(_is_number(row[place]) for row in rows)
        table.add_column(name, overflow="fold", justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*map(_cell, row))
    console.print(table)


def _is_number(value: Any) -> bool:
    return hasattr(value, "__float__") and not isinstance(value, bool)


def _print_records(names: list[str], rows: list[tuple[Any, ...]], console: Console) -> None:
    """Rows one under the other, each value on a line: for more columns than fit."""
    for number, row in enumerate(rows, 1):
        table = Table(title=f"row {number}", title_justify="left", show_header=False, box=None)
        for name, value in zip(names, row, strict=True):
            table.add_row(f"[bold]{name}[/]", _cell(value))
        console.print(table)


def _cell(value: Any) -> str:
    return "[dim]null[/]" if value is None else escape(str(value))
