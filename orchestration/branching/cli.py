"""`headwater branch`: try models against production's data, in a schema of one's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from orchestration.branching import schemas
from orchestration.branching.production import NeverBuilt, fetch_manifest
from orchestration.clients.configured import lake_of, warehouse_of
from orchestration.heavy_imports import imported_for_good
from orchestration.settings import Settings, read_settings

if TYPE_CHECKING:
    from orchestration.branching.build import Built

app = typer.Typer()
console = Console()


@app.command()
def branch(
    name: Annotated[str | None, typer.Argument(help="Which one; none: a list of them.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Remove it with all it holds.")] = False,
    select: Annotated[
        list[str] | None,
        typer.Option(help="What to build, in dbt's words; unless given what has changed, and on."),
    ] = None,
    pointers: Annotated[
        bool, typer.Option(help="Make views of production's for the other marts.")
    ] = True,
) -> None:
    """Build changed models beside production's, from production's data."""
    settings = read_settings()
    with _refusals():
        if name is None:
            _list(settings)
        elif drop:
            with warehouse_of(settings).connect() as session:
                schemas.drop(session, name)
            console.print(f"dropped {schemas.schema_of(name)}")
        else:
            _build(settings, name, select, pointers)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (schemas.BranchRefused, NeverBuilt) as error:
        raise typer.BadParameter(str(error)) from error


def _list(settings: Settings) -> None:
    with warehouse_of(settings).connect() as session:
        found = schemas.branches(session)
    table = Table("branch", "schema", "tables", "views")
    for each in found:
        table.add_row(each.name, schemas.schema_of(each.name), str(each.tables), str(each.views))
    console.print(table if found else "no branches; `headwater branch NAME` makes one")


def _build(settings: Settings, name: str, select: list[str] | None, pointers: bool) -> None:
    schema = schemas.schema_of(name)
    with imported_for_good():
        from orchestration.branching.build import CHANGED, BuildFailed, Place, build

    place = Place(name, settings.home / "branches" / name)
    fetch_manifest(lake_of(settings), place.production)
    try:
        built = build(place, select or CHANGED, pointers=pointers)
    except BuildFailed as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from error
    if not built:
        console.print("nothing to build: no model differs from production's")
        return
    _compare(settings, built)
    console.print(f"built in {schema}; `headwater branch {name} --drop` removes it")


def _compare(settings: Settings, built: "list[Built]") -> None:
    """Rows here and in production, which is where one looks first."""
    table = Table("model", "rows", "rows in production")
    with warehouse_of(settings).connect() as session:
        for each in built:
            counts = [
                f"{session.value(f'select count(*) from {relation}'):,}"
                if relation
                else "not there"
                for relation in (each.relation, each.production)
            ]
            table.add_row(each.name, *counts)
    console.print(table)
