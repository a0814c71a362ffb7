"""`headwater metrics`: figures by their names, from the one place that defines them."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from redshift_connector.error import ProgrammingError
from rich.console import Console
from rich.table import Table

from orchestration.clients.configured import warehouse_of
from orchestration.clients.warehouse import message_of
from orchestration.heavy_imports import imported_for_good
from orchestration.settings import Settings, read_settings

if TYPE_CHECKING:
    from orchestration.metrics.queries import Metrics

app = typer.Typer()
Days = typer.Option(formats=["%Y-%m-%d"], help="UTC, included.")


@app.command()
def metrics(
    names: Annotated[list[str] | None, typer.Argument(help="Which; none: a list of all.")] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help="A dimension, such as metric_time__week or session__campaign_source."),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(help="A condition, such as \"{{ Dimension('order__currency') }} = 'EUR'\"."),
    ] = None,
    first_day: Annotated[datetime | None, Days] = None,
    last_day: Annotated[datetime | None, Days] = None,
    sql: Annotated[
        bool, typer.Option("--sql", help="Print the SQL instead of running it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Ask for metrics by their names, the same figure whoever asks."""
    from orchestration.metrics.queries import MetricQuery, NoSuchQuery

    settings = read_settings()
    defined = _defined_metrics(settings)
    if not names:
        return _list(defined)
    days = (first_day and first_day.date(), last_day and last_day.date())
    try:
        statement = defined.sql(MetricQuery(names, by or (), where or (), *days))
    except NoSuchQuery as error:
        raise typer.BadParameter(str(error)) from error
    if sql:
        return print(statement)
    _show(_answer(settings, statement), as_json)


def _defined_metrics(settings: Settings) -> "Metrics":
    with imported_for_good():
        from orchestration.dbt import dbt_project, prepare_manifest
        from orchestration.metrics.queries import Metrics

    prepare_manifest(dbt_project(settings), settings)
    return Metrics(settings.dbt_target / "semantic_manifest.json")


def _list(defined: "Metrics") -> None:
    table = Table("metric", "what it is", "by")
    for metric in defined.list():
        table.add_row(metric.name, metric.description, ", ".join(metric.dimensions))
    Console().print(table)


def _answer(settings: Settings, statement: str) -> list[dict[str, Any]]:
    try:
        with warehouse_of(settings).connect() as session:
            return session.named_rows(statement)
    except ProgrammingError as error:
        raise typer.BadParameter(message_of(error)) from error


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, default=str))
        return
    table = Table(*(rows[0] if rows else ()))
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    Console().print(table if rows else "no rows")
