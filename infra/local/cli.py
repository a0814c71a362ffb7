"""The command `headwater`: the stack on this machine, its traffic, and other stages' commands.

What a command needs is imported when it runs: `headwater status` must not wait for Dagster.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from infra.local.settings import adopt_environment, open_stack
from infra.local.stack.errors import StackError
from ingest_lambdas.schema_tool.cli import app as schema_app
from ingest_lambdas.tracker_sdk.cli import app as tracker_sdk_app
from orchestration.cli import app as orchestration_app

app = typer.Typer(
    name="headwater",
    help="A clickstream pipeline, whole on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.add_typer(orchestration_app)
app.add_typer(tracker_sdk_app)
app.add_typer(schema_app, name="schema")
console = Console()

Events = Annotated[int, typer.Option(min=1, max=10_000_000, help="How many events to send.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed simulates the same shop.")]


@app.callback()
def enter() -> None:
    """A clickstream pipeline, whole on this machine."""
    adopt_environment(open_stack())


@app.command()
def up(
    data_path_only: Annotated[
        bool, typer.Option("--data-path-only", help="Without Dagster's UI and the dbt docs.")
    ] = False,
) -> None:
    """Start what does not run yet, and print where everything is."""
    from infra.local.stack import lifecycle, processes, screens
    from infra.local.stack.progress import starting

    stack = open_stack()
    specs = processes.data_path(stack) if data_path_only else processes.every_process(stack)
    with starting(specs, console) as report:
        lifecycle.up(stack, specs, report)
    console.print(screens.draw_addresses(stack, lifecycle.running_processes(stack)))


@app.command()
def down() -> None:
    """Stop all of it; what was committed stays."""
    from infra.local.stack import lifecycle

    with console.status("stopping"):
        stopped = lifecycle.down(open_stack())
    console.print(f"stopped {', '.join(stopped)}" if stopped else "nothing ran")


@app.command()
def status() -> None:
    """Processes, lag, lake, warehouse and freshness on one screen."""
    from infra.local.stack.screens import print_status

    print_status(open_stack(), console)


@app.command()
def enrichments(
    file: Annotated[Path | None, typer.Argument(help="This installation's, unless named.")] = None,
) -> None:
    """Check an enrichments file: tell what it turns on, or everything that is wrong with it."""
    from infra.local.enrichments import show_enrichments

    if not show_enrichments(file or open_stack().file("enrichments.toml"), console):
        raise typer.Exit(1)


@app.command()
def simulate(
    events: Events = 20_000,
    seed: Seed = 1,
    resend: Annotated[
        bool, typer.Option("--resend", help="Repeat the last run, the same ids and content.")
    ] = False,
) -> None:
    """Send a simulated shop's clicks through a real SDK over HTTP."""
    from infra.local.traffic.command import send_run

    raise typer.Exit(0 if send_run(open_stack(), events, seed, resend, console).complete else 1)


@app.command()
def sql(
    statement: Annotated[
        str | None, typer.Argument(help=r"One statement, or \d; none: a prompt.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows of a table shown at most.")] = 100,
    csv: Annotated[bool, typer.Option("--csv", help="All rows as CSV.")] = False,
    json: Annotated[bool, typer.Option("--json", help="All rows, a JSON object a line.")] = False,
) -> None:
    """Ask the warehouse."""
    from infra.local.stack.sql_answers import Shown
    from infra.local.stack.sql_prompt import run_prompt, run_statement

    shown = Shown(console, limit, "csv" if csv else "json" if json else "table")
    if statement:
        run_statement(open_stack(), statement, shown)
    else:
        run_prompt(open_stack(), shown)


@app.command()
def demo(
    events: Events = 20_000,
    seed: Seed = 1,
    json: Annotated[Path | None, typer.Option(help="Write the figures there.")] = None,
) -> None:
    """Send a shop's clicks through the whole path and account for every single event."""
    from infra.local.demo.command import run_demo

    raise typer.Exit(0 if run_demo(open_stack(), events, seed, json, console) else 1)


@app.command()
def bench(
    name: Annotated[str | None, typer.Argument(help="Which one; none: a list of them.")] = None,
    events: Annotated[int | None, typer.Option(help="How many, of a warehouse.", min=1000)] = None,
    json: Annotated[Path | None, typer.Option(help="Write the bars there.")] = None,
) -> None:
    """Measure a part of this machine's stack; fails where a bar falls short."""
    from infra.local.bench.catalogue import BENCHES, FixedEvents
    from infra.local.bench.command import list_benches, run_bench

    if name is None:
        list_benches(console)
    elif name not in BENCHES:
        _fail(f"there is no bench {name}; there are: {', '.join(BENCHES)}")
    else:
        try:
            holds = run_bench(name, events, json, console)
        except FixedEvents as error:
            _fail(str(error))
        raise typer.Exit(0 if holds else 1)


def main() -> None:
    """Entry point: errors that say what to do are shown as such, without a traceback."""
    from botocore.exceptions import EndpointConnectionError
    from redshift_connector.error import InterfaceError

    from infra.local.traffic.runs import NoRunYet

    try:
        app()
    except (StackError, NoRunYet) as error:
        _fail(str(error))
    except (ConnectionError, InterfaceError, EndpointConnectionError) as error:
        _fail(f"{error}\nIs the stack up? `headwater status` shows it, `headwater up` starts it.")


def _fail(text: str) -> None:
    Console(stderr=True).print(f"[bold red]error[/] {escape(text)}")
    sys.exit(1)


if __name__ == "__main__":
    main()
