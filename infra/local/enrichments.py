"""What an enrichments file declares, or everything that is wrong with it, before it is deployed."""

from dataclasses import fields
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest_lambdas.collector.enrich.declarations import (
    DeclarationFaults,
    Declared,
    read_enrichments,
)
from ingest_lambdas.collector.enrich.settings import Settings


def show_enrichments(file: Path, console: Console) -> bool:
    """Print each enrichment and what differs from its defaults; or the faults, and False."""
    try:
        declared = read_enrichments(file.read_text(), file.parent)
    except DeclarationFaults as error:
        return _complain(error.faults, console)
    except (OSError, UnicodeDecodeError) as error:
        return _complain([str(error)], console)
    table = Table(title=str(file), title_justify="left", header_style="bold")
    for column in ("enrichment", "is", "other than by default"):
        table.add_column(column)
    for each in fields(Declared):
        settings = getattr(declared, each.name)
        state = "[green]on[/]" if settings.enabled else "off"
        table.add_row(each.name, state, escape(", ".join(_changed(settings))))
    console.print(table)
    return True


def _complain(faults: list[str], console: Console) -> bool:
    for fault in faults:
        console.print(f"[red]✗[/] {escape(fault)}", highlight=False)
    return False


def _changed(settings: Settings) -> list[str]:
    default = type(settings)()
    return [
        each.name
        for each in fields(settings)
        if each.name != "enabled" and getattr(settings, each.name) != getattr(default, each.name)
    ]
