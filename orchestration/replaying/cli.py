"""`headwater replay` and `headwater reprocess`."""

from dataclasses import asdict
from typing import Annotated
from uuid import uuid4

import typer
from rich.filesize import decimal
from rich.table import Table

from orchestration.clients.configured import lake_of, raw_stream_of, warehouse_of
from orchestration.clients.lake import Lake
from orchestration.clients.raw_stream import RawStream, RecordsRefused
from orchestration.clients.warehouse import Warehouse
from orchestration.lease import LeaseTaken
from orchestration.replaying.hours import hours_between
from orchestration.replaying.outgoing import EVENTS_A_SECOND
from orchestration.replaying.preview import Preview, preview_replay
from orchestration.replaying.replay import close_as_discarded
from orchestration.replaying.replay import replay as replay_quarantine
from orchestration.replaying.reprocess import archived_files
from orchestration.replaying.reprocess import reprocess as reprocess_archive
from orchestration.replaying.selection import Selection, moment_of
from orchestration.settings import read_settings
from orchestration.terminal import AsJson, bar, say, told

app = typer.Typer()
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
        say(asdict(preview) if as_json else _preview_table(preview), as_json)
    elif discard:
        with told(LeaseTaken, RecordsRefused):
            number = close_as_discarded(warehouse, selection, str(uuid4()), discard)
        say({"discarded": number}, as_json)
    else:
        with told(LeaseTaken, RecordsRefused), bar("arrivals", shown=not as_json) as progress:
            report = replay_quarantine(
                warehouse, lake, stream, selection, str(uuid4()), progress, rate
            )
        say(asdict(report), as_json)


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
        say({"files": len(files), "compressed_bytes": size}, as_json)
        return
    with told(LeaseTaken, RecordsRefused), bar("files", shown=not as_json) as progress:
        report = reprocess_archive(warehouse, lake, stream, bounds, str(uuid4()), progress, rate)
    say(asdict(report), as_json)


def _stores() -> tuple[Warehouse, Lake, RawStream]:
    settings = read_settings()
    return warehouse_of(settings), lake_of(settings), raw_stream_of(settings)


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
