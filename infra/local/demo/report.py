"""How a demo's outcome looks in a terminal."""

from rich.console import Console
from rich.table import Table

from infra.local.demo.figures import Figures
from infra.local.traffic.simulate import Sent

MEANINGS = {
    "sent": "calls of the SDK, resends included",
    "answered_ok": "answered 200, by the sender's journal",
    "arrivals": "events on Kinesis, by received/",
    "good": "distinct good arrivals, in events/",
    "rejected": "quarantined, in rejected/",
    "consent_dropped": "tombstones, in rejected/",
    "lake_rows": "lines in events/",
    "warehouse_rows": "rows of raw.events",
    "rejected_rows": "rows of raw.rejected_events",
    "events": "rows of marts.fct_events",
    "transport_duplicates": "the same arrival again",
    "resent_duplicates": "the same event sent again",
    "exported_items": "aggregates written to DynamoDB",
}


def print_outcome(figures: Figures, sent: Sent, complaints: list[str], console: Console) -> None:
    """The table of this demo, then what is wrong, if anything."""
    table = Table(title="Every event accounted for", title_justify="left", show_header=False)
    for name, meaning in MEANINGS.items():
        table.add_row(name, f"[bold]{getattr(figures, name):,}[/]", f"[dim]{meaning}[/]")
    models, checks = figures.dbt, figures.expectations
    table.add_row("dbt", _tally(models["pass"], models["error"]), "[dim]models and tests[/]")
    table.add_row("expectations", _tally(checks["success"], checks["failed"]), "")
    table.add_row("served_ok", _yes(figures.served_ok), "[dim]HTTP answers equal the exports[/]")
    table.add_row("balanced", _yes(figures.balanced), "[dim]the law holds, by ids[/]")
    console.print(table)
    seconds = "  ".join(f"{name} {value:.1f}" for name, value in figures.stages.items())
    console.print(f"[dim]seconds: {seconds}[/]", highlight=False)
    console.print(
        f"[dim]{sent.distinct:,} distinct ids; {sent.flawed:,} flawed on purpose[/]",
        highlight=False,
    )
    for complaint in complaints:
        console.print(f"[red]✗[/] {complaint}", highlight=False)
    console.print(
        "[bold green]balanced[/]" if figures.passed and not complaints else "[bold red]FAILED[/]"
    )


def print_next(keeps_running: bool, console: Console) -> None:
    """What to do now."""
    if keeps_running:
        console.print("The stack ran before and still does:")
    else:
        console.print("The stack is down again, as it was; everything is kept. What now:")
    steps = {
        "headwater up": "Dagster UI with this run's lineage, dbt docs, addresses",
        "headwater status": "processes, lag, lake, warehouse",
        'headwater sql "select * from marts.site_daily"': "ask, once it is up",
        "headwater simulate --resend": "send the same again: fct_events stays as it is",
    }
    table = Table(show_header=False, box=None, padding=(0, 2))
    for command, what in steps.items():
        table.add_row(f"[bold]{command}[/]", f"[dim]{what}[/]")
    console.print(table)


def _tally(good: int, bad: int) -> str:
    return f"[bold]{good:,}[/] passed" + (f", [red]{bad:,} failed[/]" if bad else "")


def _yes(value: bool) -> str:
    return "[green]yes[/]" if value else "[red]no[/]"
