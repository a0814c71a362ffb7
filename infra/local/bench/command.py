"""`headwater bench`: run a bench, show its bars, write its report."""

import json
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from infra.local.bench.bar import Bar, Unmeasured
from infra.local.bench.catalogue import BENCHES, Bench, find_bench
from infra.local.bench.machine import describe_machine


def list_benches(console: Console) -> None:
    """Names and what they measure."""
    table = Table("bench", "measures")
    for name, (_, text) in BENCHES.items():
        table.add_row(name, text)
    console.print(table)


def run_bench(name: str, events: int | None, report: Path | None, console: Console) -> bool:
    """Whether every bar holds; the report is written as each bar is measured."""
    return measure(name, find_bench(name, events), report, console)


def measure(name: str, bench: Bench, report: Path | None, console: Console) -> bool:
    """Run a bench in a folder of its own, which is gone afterwards."""
    machine = describe_machine()
    bars: list[Bar] = []
    with (
        tempfile.TemporaryDirectory(prefix="headwater-bench-") as folder,
        console.status(f"bench {name}") as status,
    ):
        for bar in bench(Path(folder), lambda text: status.update(f"bench {name}: {text}")):
            if isinstance(bar, Unmeasured):
                console.print(f"[yellow]not measured[/]  {bar.name}: {bar.remedy}")
                continue
            bars.append(bar)
            console.print(_line(bar))
            if report is not None:
                _write(report, name, machine, bars)
    console.print(_draw(name, bars))
    return all(bar.holds for bar in bars)


def _line(bar: Bar) -> str:
    return f"{'[green]holds[/]' if bar.holds else '[red]falls short[/]'}  {bar.name}"


def _write(report: Path, name: str, machine: dict[str, object], bars: list[Bar]) -> None:
    report.parent.mkdir(parents=True, exist_ok=True)
    written = {"bench": name, "machine": machine, "bars": [bar.as_json() for bar in bars]}
    report.write_text(json.dumps(written, indent=2) + "\n")


def _draw(name: str, bars: list[Bar]) -> Table:
    table = Table("bar", "measured", "", "wanted", "", title=f"bench {name}")
    for bar in bars:
        mark = "[green]✓[/]" if bar.holds else "[red]✗[/]"
        table.add_row(bar.name, f"{bar.value:,.3f}", bar.op, f"{bar.bar:,g}", mark)
    return table
