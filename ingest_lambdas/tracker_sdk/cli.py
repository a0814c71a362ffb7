"""`headwater import`: a file of somebody else's rows onto the stream."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ingest_lambdas.contract.call_mapping import MappingUnreadable, read_mapping
from ingest_lambdas.tracker_sdk.importing import Import, ImportStopped, state_file
from ingest_lambdas.tracker_sdk.importing import Progress as Done
from ingest_lambdas.tracker_sdk.rows import UnknownFormat, read_rows
from ingest_lambdas.tracker_sdk.settings import SdkSettings
from ingest_lambdas.tracker_sdk.tracker import Tracker

app = typer.Typer(no_args_is_help=True)
console = Console(stderr=True)
InFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or NDJSON.")]
Mapping = Annotated[
    Path, typer.Option(exists=True, dir_okay=False, help="TOML: which calls a row makes.")
]


@app.command("import")
def import_file(
    file: InFile,
    mapping: Mapping,
    source: Annotated[str, typer.Option(help="A declared source of kind import.")] = "crm",
    restart: Annotated[bool, typer.Option("--restart", help="From the first row again.")] = False,
) -> None:
    """Send a file's rows as events; a stopped import goes on, and no row counts twice."""
    text = mapping.read_text()
    settings = SdkSettings.from_environment()
    state = state_file(settings.spool, file, source, text)
    if restart:
        state.unlink(missing_ok=True)
    try:
        mappings = read_mapping(text)
        tracker = Tracker(source, settings)
        done = _run(Import(file, source, mappings, tracker, state), file)
        tracker.close()
    except (MappingUnreadable, UnknownFormat, ImportStopped, OSError) as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from error
    console.print(f"{done.rows:,} rows, {done.events:,} events, {done.unmapped:,} unmapped")
    if done.unmapped:
        console.print(f"the unmapped rows and why: {file.name}.unmapped.ndjson")


def _run(importing: Import, file: Path) -> Done:
    columns = (TextColumn(file.name), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        total = sum(1 for _ in read_rows(file))
        task = bar.add_task(file.name, total=total, completed=importing.progress.rows)
        return importing.run(lambda done: bar.update(task, completed=done.rows))
