"""`headwater schema`: begin, check, compare and propose schemas of the tracking plan.

What a command needs is imported when it runs: other commands must not wait for it.
"""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, help="Schemas of the tracking plan.")
console = Console()
errors = Console(stderr=True)
Into = Annotated[
    Path | None, typer.Option(help="Registry's folder; the installation's own, unless stated.")
]
Event = Annotated[str, typer.Option(help="Name of the track event that it plans.")]


@app.command("new")
def new_schema(
    name: Annotated[str, typer.Argument(help="VENDOR/NAME, such as com.acme/loyalty_joined.")],
    event: Event = "",
    kind: Annotated[str, typer.Option("--type", help="Kind of call, for another than track.")] = "",
    into: Into = None,
) -> None:
    """Write a schema to begin with; --event makes it the plan of an event."""
    from ingest_lambdas.contract.schema_ref import SchemaRef, SchemaVer
    from ingest_lambdas.contract.schema_skeleton import make_skeleton, write_schema
    from ingest_lambdas.schema_tool import screens
    from ingest_lambdas.schema_tool.names import read_event, read_name

    with screens.told_errors(errors):
        ref = SchemaRef(*read_name(name), SchemaVer(1, 0, 0))
        planned = read_event(event, kind)
        file = write_schema(_folder(into), ref, make_skeleton(ref, planned))
    console.print(f"written: {file}", soft_wrap=True)
    screens.print_next_steps(console, into)


@app.command()
def lint(
    folder: Annotated[Path | None, typer.Argument(help="Registry's folder.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Errors only.")] = False,
) -> None:
    """Check a folder's schemas: places, draft 4, examples, descriptions, limits, versions."""
    from ingest_lambdas.contract.registry import SCHEMAS, read_folder
    from ingest_lambdas.contract.schema_lint import lint_folder
    from ingest_lambdas.schema_tool import screens

    with screens.told_errors(errors):
        place = _folder(folder)
        beside = {} if place.resolve() == SCHEMAS else read_folder(SCHEMAS)
        faults = lint_folder(place, beside)
    shown = [fault for fault in faults if fault.is_error or not quiet]
    screens.print_faults(console, place, shown)
    raise typer.Exit(1 if any(fault.is_error for fault in faults) else 0)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A file, or VENDOR/NAME/jsonschema/M-R-A.")],
    new: Annotated[str, typer.Argument(help="Likewise, the newer one.")],
) -> None:
    """Tell what changed between two schemas, and which SchemaVer bump that asks for."""
    from ingest_lambdas.contract.compatibility.versions import compare_schemas
    from ingest_lambdas.schema_tool import screens
    from ingest_lambdas.schema_tool.names import find_schema
    from ingest_lambdas.schema_tool.settings import SchemaSettings

    with screens.told_errors(errors):
        registry = SchemaSettings.from_environment().registry
        before, after = find_schema(old, registry), find_schema(new, registry)
        change = compare_schemas(before.schema, after.schema)
    screens.print_change(console, before, after, change)


@app.command()
def infer(
    name: Annotated[
        str | None, typer.Argument(help="Event's name, or VENDOR/NAME; none: a list of them.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Of this source only.")] = None,
    schema: Annotated[str, typer.Option("--as", help="VENDOR/NAME of the schema.")] = "",
    days: Annotated[float, typer.Option(min=0, help="How far back to look.")] = 7,
    most: Annotated[int, typer.Option(min=1, help="Events to read at most.")] = 10_000,
    into: Into = None,
    show: Annotated[bool, typer.Option("--print", help="Print it, write no file.")] = False,
) -> None:
    """Propose a schema from events that were set aside because no schema plans them."""
    from ingest_lambdas.contract.schema_skeleton import write_schema
    from ingest_lambdas.schema_tool import inferring, screens
    from ingest_lambdas.schema_tool.settings import SchemaSettings

    with screens.told_errors(errors):
        settings = SchemaSettings.from_environment()
        reading = inferring.Reading(settings, source, days, most)
        with screens.reading(errors) as report:
            sightings = reading.run(report)
        if name is None:
            screens.print_sightings(console, sightings)
            return
        proposal = inferring.propose(name, schema, sightings)
        if show:
            print(json.dumps(proposal.schema, indent=2, ensure_ascii=False))
            return
        file = write_schema(_folder(into), proposal.ref, proposal.schema)
    screens.print_proposal(console, proposal, file)
    which = "--reason unknown_event" if "/" in name else f'--event "{name}"'
    screens.print_next_steps(console, into, which)


def _folder(stated: Path | None) -> Path:
    from ingest_lambdas.schema_tool.settings import SchemaSettings

    folder = stated or SchemaSettings.from_environment().own_folder()
    if folder is None:
        raise ValueError("no folder is among the registries: name one")
    return folder
