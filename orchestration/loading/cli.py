"""`headwater reload`."""

from dataclasses import asdict
from typing import Annotated

import typer

from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.clients.configured import lake_of, warehouse_of
from orchestration.loading.loader import LoadReport
from orchestration.loading.reloading import FilesGone, hours_to_reload, reload_hours
from orchestration.loading.tables import prepare_tables
from orchestration.loading.targets import targets
from orchestration.replaying.hours import hours_between
from orchestration.settings import read_settings
from orchestration.terminal import AsJson, bar, say, told

app = typer.Typer()


@app.command()
def reload(
    hours: Annotated[str, typer.Argument(help="FROM..TO or one load hour, YYYY-MM-DD-HH.")],
    kind: Annotated[str, typer.Option(help="Only this one: events or rejected.")] = "",
    as_json: AsJson = False,
) -> None:
    """Replace load hours in the raw tables by what the lake has of them, each in one transaction.

    The models are rebuilt from them by the next cycle.
    """
    try:
        first, last = hours_between(hours)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    settings = read_settings()
    chosen = {name: t for name, t in targets(settings.copy_role).items() if kind in ("", name)}
    if not chosen:
        raise typer.BadParameter(f"--kind is events or rejected, not {kind!r}")
    warehouse, lake = warehouse_of(settings), lake_of(settings)
    reports: dict[LakeKind, LoadReport] = {}
    with warehouse.connect() as session:
        prepare_tables(session)
        known = {name: hours_to_reload(session, lake, name, first, last) for name in chosen}
    with told(FilesGone), bar("load hours", shown=not as_json) as progress:
        progress.begin(sum(map(len, known.values())))
        for name, target in chosen.items():
            reports[name] = reload_hours(
                warehouse, lake, target, known[name], told=lambda report: progress.advance(1)
            )
    say({name: asdict(report) for name, report in reports.items()}, as_json)
