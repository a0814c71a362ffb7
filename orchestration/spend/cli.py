"""`headwater spend import`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from ingest_lambdas.exchange.conversion import converter
from ingest_lambdas.exchange.rates import RatesUnreadable
from orchestration.clients.configured import lake_of, warehouse_of
from orchestration.loading.tables import prepare_tables
from orchestration.settings import Settings, read_settings
from orchestration.spend.importing import SpendReport, import_spend
from orchestration.spend.mapping import MappingUnreadable, SpendMapping, read_mapping
from orchestration.spend.rates import RatesUndeclared, read_exchange
from orchestration.spend.report import ReportUnusable, read_report
from orchestration.spend.values import Spend

app = typer.Typer(no_args_is_help=True, help="What advertisements cost.")
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
InFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A network's CSV.")]
Mapping = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="TOML: which column is what."),
]


@app.callback()
def enter() -> None:
    """What advertisements cost."""


@app.command("import")
def import_file(file: InFile, mapping: Mapping = None, as_json: AsJson = False) -> None:
    """Import a report: what it says of its days and networks takes the place of what was known."""
    settings = read_settings()
    try:
        declared = read_mapping(mapping.read_text()) if mapping else SpendMapping()
        rows = _read(file, declared, settings)
    except (MappingUnreadable, RatesUndeclared, RatesUnreadable, ReportUnusable, OSError) as error:
        Console(stderr=True).print(f"[bold red]nothing imported[/]\n{escape(str(error))}")
        raise typer.Exit(1) from error
    warehouse = warehouse_of(settings)
    with warehouse.connect() as session:
        prepare_tables(session)
    report = import_spend(warehouse, lake_of(settings), settings.copy_role, file.name, rows)
    if as_json:
        print(json.dumps(asdict(report)))
    else:
        Console().print(_told(report))


def _read(file: Path, mapping: SpendMapping, settings: Settings) -> list[Spend]:
    exchange, folder = read_exchange(settings.enrichments_file)
    with file.open(newline="", encoding="utf-8-sig") as opened:
        try:
            return read_report(opened, mapping, converter(exchange, folder), exchange.base)
        except UnicodeDecodeError as error:
            raise ReportUnusable([f"{file.name} is not UTF-8: {error}"]) from error


def _told(report: SpendReport) -> str:
    if report.unchanged:
        return f"{report.unchanged:,} rows were known already: nothing changed"
    return f"{report.rows:,} rows imported, {report.replaced:,} replaced"
