"""SQL against the installation's warehouse: one statement, or a prompt."""

from typing import Any

from redshift_connector.error import Error as WarehouseError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from infra.local.settings import Stack
from infra.local.stack.errors import StackError
from infra.local.stack.warehouse_client import connect, query

NARROWEST_COLUMN = 10
ENDINGS = ("\\q", "exit", "quit")


def run_statement(stack: Stack, statement: str, limit: int, console: Console) -> None:
    """Print the answer of one statement. Raises StackError with the warehouse's complaint."""
    try:
        with connect(stack) as connection:
            _print_answer(connection, statement, limit, console)
    except (WarehouseError, OSError) as error:
        raise explain(error) from error


def run_prompt(stack: Stack, limit: int, console: Console) -> None:
    """Statements, each ended by a semicolon, until \\q or the end of the input."""
    console.print(r"Redshift SQL; a statement ends with ; and \q leaves.", style="dim")
    try:
        with connect(stack) as connection:
            while (statement := _read_statement(console)) is not None:
                try:
                    _print_answer(connection, statement, limit, console)
                except WarehouseError as error:
                    console.print(str(explain(error)), style="red", markup=False)
    except (WarehouseError, OSError) as error:
        raise explain(error) from error


def explain(error: Exception) -> StackError:
    """The warehouse's complaint in one line, or that there is no warehouse to ask."""
    if isinstance(error, OSError) or "connection" in type(error).__name__.lower():
        return StackError("the warehouse does not answer: start it with `headwater up`")
    told = error.args[0] if error.args else error
    if isinstance(told, dict):
        return StackError(f"{told.get('M', told)} ({told.get('C', '')})")
    if "refused" in str(told) or "communication" in str(told):
        return StackError("the warehouse does not answer: start it with `headwater up`")
    return StackError(str(told))


def _read_statement(console: Console) -> str | None:
    lines: list[str] = []
    while not (lines and lines[-1].rstrip().endswith(";")):
        try:
            line = console.input("[bold]...[/] " if lines else "[bold]sql>[/] ")
        except (EOFError, KeyboardInterrupt):
            return None
        if not lines and line.strip() in ENDINGS:
            return None
        if line.strip():
            lines.append(line)
    return "\n".join(lines)


def _print_answer(connection: Any, statement: str, limit: int, console: Console) -> None:
    names, rows = query(connection, statement.strip().rstrip(";"))
    if not names:
        console.print("done", style="green")
        return
    fits = len(names) * NARROWEST_COLUMN <= console.width
    (_print_table if fits else _print_records)(names, rows[:limit], console)
    hidden = f", {limit} of them shown (--limit)" if len(rows) > limit else ""
    console.print(f"{len(rows)} rows{hidden}", style="dim")


def _print_table(names: list[str], rows: list[tuple[Any, ...]], console: Console) -> None:
    table = Table(header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(_cell, row))
    console.print(table)


def _print_records(names: list[str], rows: list[tuple[Any, ...]], console: Console) -> None:
    """Rows one under the other, each value on a line: for more columns than fit."""
    for number, row in enumerate(rows, 1):
        table = Table(title=f"row {number}", title_justify="left", show_header=False, box=None)
        for name, value in zip(names, row, strict=True):
            table.add_row(f"[bold]{name}[/]", _cell(value))
        console.print(table)


def _cell(value: Any) -> str:
    return "[dim]null[/]" if value is None else escape(str(value))
