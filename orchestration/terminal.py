"""What commands that work for a while show on a terminal: progress, figures, errors to mend."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from orchestration.replaying.replay import Progress

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@contextmanager
def told(*errors: type[Exception]) -> Iterator[None]:
    """What an operator can mend, or wait for, is said without a traceback."""
    try:
        yield
    except errors as error:
        Console(stderr=True).print(f"[bold red]error[/] {error}")
        raise typer.Exit(1) from error


@contextmanager
def bar(what: str, *, shown: bool) -> Iterator[Progress]:
    """A progress bar on stderr; without a total it counts."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), disable=not shown) as drawn:
        task = drawn.add_task(what, total=None)
        yield Progress(
            lambda total: drawn.update(task, total=total), lambda done: drawn.advance(task, done)
        )


def say(figures: dict[str, Any] | Table, as_json: bool) -> None:
    """Figures as a table, or as one JSON document."""
    if isinstance(figures, Table):
        Console().print(figures)
    elif as_json:
        print(json.dumps(figures, default=str))
    else:
        table = Table("figure", "value")
        for name, value in figures.items():
            table.add_row(
                name.replace("_", " "), f"{value:,}" if type(value) is int else str(value)
            )
        Console().print(table)
