"""`headwater replay` and `headwater reprocess`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any
from uuid import uuid4

import typer
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from orchestration.clients.configured import lake_of, raw_stream_of, warehouse_of
from orchestration.clients.lake import Lake
from orchestration.clients.raw_stream import RawStream, RecordsRefused
from orchestration.clients.warehouse import Warehouse
from orchestration.lease import LeaseTaken
from orchestration.replaying.hours import hours_between
from orchestration.replaying.outgoing import EVENTS_A_SECOND
from orchestration.replaying.preview import Preview, preview_replay
from orchestration.replaying.replay import Progress, close_as_discarded
from orchestration.replaying.replay import replay as replay_quarantine
from orchestration.replaying.reprocess import archived_files
from orchestration.replaying.reprocess import reprocess as reprocess_archive
from orchestration.replaying.selection import Selection, moment_of
from orchestration.settings import read_settings

app = typer.Typer()
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be sent.")]
Rate = Annotated[float, typer.Option(min=1, help="Events a second at most.")]
Text = str | None


@app.command()
def replay(
    reason: Annotated[Text, typer.Option(help="Rejected for this reason.")] = None,
    source: Annotated[Text, typer.Option(help="Sent by this source.")] = None,
    schema: Annotated[
        Text, typer.Option(help="Violating this schema: VENDOR/NAME, or a whole iglu: reference.")
    ] = None,
    event: Annotated[Text, typer.Option(help="Of this event name.")] = None,
    since: Annotated[Text, typer.Option(help="Received from then on, ISO 8601, UTC.")] = None,
    until: Annotated[Text, typer.Option(help="Received before then.")] = None,
    dry_run: DryRun = False,
    discard: Annotated[
        Text, typer.Option(metavar="WHY", help="Send nothing: give these events up, saying why.")
    ] = None,
    rate: Rate = EVENTS_A_SECOND,
    as_json: AsJson = False,
) -> None:
    """Put quarantined events on the stream again; each counts once, however often it is sent."""
    try:
        moments = (moment_of(since, "--since"), moment_of(until, "--until"))
        selection = Selection(reason, source, schema, event, *moments)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    warehouse, lake, stream = _stores()
    if dry_run:
        preview = preview_replay(warehouse, lake, selection)
        _say(asdict(preview) if as_json else _preview_table(preview), as_json)
    elif discard:
        with _told():
            number = close_as_discarded(warehouse, selection, str(uuid4()), discard)
        _say({"discarded": number}, as_json)
    else:
        with _told(), _bar("arrivals", shown=not as_json) as progress:
            report = replay_quarantine(
                warehouse, lake, stream, selection, str(uuid4()), progress, rate
            )
        _say(asdict(report), as_json)


@app.command()
def reprocess(
    hours: Annotated[str, typer.Option(help="FROM..TO, load hours as YYYY-MM-DD-HH.")],
    dry_run: DryRun = False,
    rate: Rate = EVENTS_A_SECOND,
    as_json: AsJson = False,
) -> None:
    """Send everything that arrived in these load hours through the collector again."""
    try:
        bounds = hours_between(hours)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    warehouse, lake, stream = _stores()
    if dry_run:
        files = archived_files(lake, *bounds)
        size = sum(file.byte_count for file in files)
        _say({"files": len(files), "compressed_bytes": size}, as_json)
        return
    with _told(), _bar("files", shown=not as_json) as progress:
        report = reprocess_archive(warehouse, lake, stream, bounds, str(uuid4()), progress, rate)
    _say(asdict(report), as_json)


def _stores() -> tuple[Warehouse, Lake, RawStream]:
    settings = read_settings()
    return warehouse_of(settings), lake_of(settings), raw_stream_of(settings)


@contextmanager
def _told() -> Iterator[None]:
    """What an operator can mend, or wait for, is said without a traceback."""
    try:
        yield
    except (LeaseTaken, RecordsRefused) as error:
        Console(stderr=True).print(f"[bold red]error[/] {error}")
        raise typer.Exit(1) from error


@contextmanager
def _bar(what: str, *, shown: bool) -> Iterator[Progress]:
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), disable=not shown) as bar:
        task = bar.add_task(what, total=None)
        yield Progress(
            lambda total: bar.update(task, total=total), lambda done: bar.advance(task, done)
        )


def _say(told: dict[str, Any] | Table, as_json: bool) -> None:
    if isinstance(told, Table):
        Console().print(told)
    elif as_json:
        print(json.dumps(told, default=str))
    else:
        table = Table("figure", "value")
        for name, value in told.items():
            table.add_row(
                name.replace("_", " "), f"{value:,}" if type(value) is int else str(value)
            )
        Console().print(table)


def _preview_table(preview: Preview) -> Table:
    title = f"{preview.arrivals:,} arrivals, about {decimal(preview.estimated_bytes)}"
    table = Table(title=title)
    table.add_column("reason", no_wrap=True)
    for name in ("source", "schema", "event", "arrivals", "received"):
        table.add_column(name, overflow="fold", justify="right" if name == "arrivals" else "left")
    for group in preview.groups:
        received = (
            f"{group.first_received_at:%Y-%m-%d %H:%M} – {group.last_received_at:%m-%d %H:%M}"
        )
        names = (group.reason, group.source, group.schema_ref or "", group.event or "")
        table.add_row(*names, f"{group.arrivals:,}", received)
    if preview.left_by_earlier_runs:
        table.add_row("left by earlier runs", "", "", "", f"{preview.left_by_earlier_runs:,}", "")
    return table
