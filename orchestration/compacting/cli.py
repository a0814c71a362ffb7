"""`headwater compact`."""

from dataclasses import asdict
from typing import Annotated

import typer

from orchestration.clients.configured import lake_of, warehouse_of
from orchestration.compacting.compactor import PieceGone, compact
from orchestration.compacting.objects import NotDeleted
from orchestration.compacting.settled import last_settled_hour
from orchestration.lease import LeaseTaken
from orchestration.replaying.claims import now
from orchestration.replaying.hours import hours_between
from orchestration.settings import read_settings
from orchestration.terminal import AsJson, bar, say, told

app = typer.Typer()


@app.command(name="compact")
def compact_lake(
    through: Annotated[
        str,
        typer.Option(
            help="Up to this load hour, YYYY-MM-DD-HH; else those that ended 3 hours ago."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Make few files of the lake's many small ones; the originals are deleted a day later."""
    try:
        last = hours_between(through)[1] if through else last_settled_hour(now())
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    settings = read_settings()
    with told(LeaseTaken, PieceGone, NotDeleted), bar("files", shown=not as_json) as progress:
        report = compact(
            warehouse_of(settings),
            lake_of(settings),
            last,
            told=lambda load_hour, files: progress.advance(files),
        )
    say(asdict(report), as_json)
    raise typer.Exit(1 if report.refused else 0)
