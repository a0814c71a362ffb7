"""Commands of the warehouse side. Heavy imports wait until a command needs them."""

import json
import sys
from contextlib import redirect_stdout
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer
from rich.console import Console
from rich.table import Table

from orchestration.branching.cli import app as branching_app
from orchestration.clients.configured import lake_of, warehouse_of
from orchestration.compacting.cli import app as compacting_app
from orchestration.conservation.law import Balance
from orchestration.conservation.ledger import measure_conservation
from orchestration.heavy_imports import imported_for_good
from orchestration.loading.cli import app as loading_app
from orchestration.metrics.cli import app as metrics_app
from orchestration.replaying.cli import app as replaying_app
from orchestration.run_tags import FULL_REFRESH_TAG, YES
from orchestration.settings import read_settings
from orchestration.spend.cli import app as spend_app

if TYPE_CHECKING:
    from orchestration.cycle_report import CycleReport

app = typer.Typer(no_args_is_help=True, help="Commands of the warehouse side.")
app.add_typer(branching_app)
app.add_typer(replaying_app)
app.add_typer(metrics_app)
app.add_typer(loading_app)
app.add_typer(compacting_app)
app.add_typer(spend_app, name="spend")
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command()
def ledger(as_json: AsJson = False) -> None:
    """Account for every event: each side counted from its own source, by ids."""
    settings = read_settings()
    balance = measure_conservation(lake_of(settings), warehouse_of(settings))
    if as_json:
        print(json.dumps({**asdict(balance), "balanced": balance.balanced}, default=dict))
    else:
        Console().print(_ledger_table(balance))
    raise typer.Exit(0 if balance.balanced else 1)


@app.command()
def cycle(
    as_json: AsJson = False,
    full_refresh: Annotated[
        bool,
        typer.Option("--full-refresh", help="Build every model anew, not what changed alone."),
    ] = False,
    wait_for_line: Annotated[
        bool,
        typer.Option(help="Import first, print `ready`, start once a line comes on stdin."),
    ] = False,
) -> None:
    """Run one cycle now, in this process: load, verify, model, verify, export."""
    run = _prepared_cycle({FULL_REFRESH_TAG: YES} if full_refresh else {})
    if wait_for_line:
        print("ready", flush=True)
        if not sys.stdin.readline():
            raise typer.Exit(1)
    report = run()
    if as_json:
        print(json.dumps(asdict(report)), flush=True)
    else:
        Console().print(_cycle_table(report))
    raise typer.Exit(0 if report.success else 1)


def _prepared_cycle(asked: dict[str, str]) -> Any:
    """The cycle as a function, with everything that it imports imported."""
    with imported_for_good():
        import dagster as dg

        import expectations.datasource  # noqa: F401
        from orchestration.cycle import hours_to_load, run_cycle
        from orchestration.progress import tell_steps

    settings = read_settings()

    def run() -> "CycleReport":
        # dbt's log lines come out on stdout, which belongs to the report.
        with redirect_stdout(sys.stderr):
            return run_once()

    def run_once() -> "CycleReport":
        hours = hours_to_load(warehouse_of(settings), lake_of(settings))
        run_id = str(uuid4())
        with dg.DagsterInstance.get() as instance:
            tell_steps(instance, run_id, Console(stderr=True).print)
            return run_cycle(hours, instance, run_id, asked)

    return run


def _ledger_table(balance: Balance) -> Table:
    table = Table("figure", "count", title="balanced" if balance.balanced else "NOT BALANCED")
    for name, value in asdict(balance).items():
        if isinstance(value, int):
            table.add_row(name.replace("_", " "), f"{value:,}")
    for name, found in balance.differences.items():
        if found.count:
            table.add_row(name.replace("_", " "), f"{found.count:,}: {', '.join(found.sample)}")
    for hour in balance.hours:
        if not hour.balanced:
            table.add_row(f"load hour {hour.load_hour}", str(hour))
    return table


def _cycle_table(report: "CycleReport") -> Table:
    table = Table("figure", "value", title="cycle done" if report.success else "CYCLE FAILED")
    for name, value in asdict(report).items():
        table.add_row(name.replace("_", " "), str(value))
    return table
