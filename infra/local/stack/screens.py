"""How the stack's state looks in a terminal."""

from datetime import UTC, datetime
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from infra.local.settings import Stack
from infra.local.stack import overview
from infra.local.stack.lag import Lag
from infra.local.stack.overview import LakeState, ProcessState


def draw_addresses(stack: Stack, running: list[str]) -> Table:
    """Where to go once the stack is up."""
    table = Table(title="Headwater is up", title_justify="left", show_header=False, box=None)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    if "dagster" in running:
        table.add_row("Dagster UI", stack.url("dagster"))
        table.add_row("dbt docs", stack.url("docs"))
    table.add_row("Gateway", f"{stack.url('gateway')}/v1/batch")
    table.add_row("Aggregates", f"{stack.url('gateway')}/v1/site/daily")
    table.add_row("Write keys", str(stack.file("sources.toml")))
    table.add_row("Enrichments", str(stack.file("enrichments.toml")))
    table.add_row("Own schemas", str(stack.file("schemas")))
    table.add_row("Warehouse", 'headwater sql "select count(*) from marts.fct_events"')
    table.add_row("Traffic", "headwater simulate --events 1000")
    table.add_row("State", "headwater status")
    return table


def print_status(stack: Stack, console: Console) -> None:
    """One screen: processes, lag, lake, warehouse, freshness."""
    states = overview.process_states(stack)
    console.print(_processes(states))
    if not any(state.pid for state in states):
        console.print("Nothing runs: `headwater up` starts it.", style="yellow")
        return
    console.print(_streams(overview.lag_state(stack)))
    console.print(_lake(overview.lake_states(stack)))
    statements = {**overview.WAREHOUSE_COUNTS, **overview.FRESHNESS}
    console.print(_warehouse(overview.warehouse_values(stack, statements)))


def _processes(states: list[ProcessState]) -> Table:
    table = Table(title="Processes", title_justify="left", header_style="bold")
    for column in ("process", "what it is", "address", "pid", "state"):
        table.add_column(column)
    for state in states:
        word, style = _word(state)
        row = (state.name, state.purpose, state.address, str(state.pid or ""))
        table.add_row(*row, Text(word, style=style))
    return table


def _word(state: ProcessState) -> tuple[str, str]:
    if state.pid is None:
        return "down", "dim"
    return ("serves", "green") if state.ready else ("does not answer", "red")


def _streams(lag: Lag | None) -> RenderableType:
    if lag is None:
        return _unreachable("Streams")
    table = Table(title="Streams", title_justify="left", header_style="bold")
    for column in ("consumer", "kind", "records behind", "bytes buffered"):
        table.add_column(column)
    for consumer in lag.consumers:
        values = (consumer[key] for key in ("name", "kind", "behind_records", "buffered_bytes"))
        table.add_row(*map(str, values))
    state = Text("drained", style="green") if lag.drained else Text("draining", style="yellow")
    return Group(table, state)


def _lake(states: list[LakeState] | None) -> RenderableType:
    if states is None:
        return _unreachable("Lake")
    table = Table(title="Lake", title_justify="left", header_style="bold")
    for column in ("kind", "files", "compressed"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for state in states:
        table.add_row(state.kind, f"{state.files:,}", f"{state.bytes / 1024:,.0f} KiB")
    return table


def _warehouse(values: dict[str, Any] | None) -> RenderableType:
    if values is None:
        return _unreachable("Warehouse")
    table = Table(title="Warehouse", title_justify="left", show_header=False)
    for name, value in values.items():
        table.add_row(name, _show(value))
    return table


def _show(value: Any) -> str:
    if value is None:
        return "not there yet"
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        age = max(0, int((datetime.now(UTC) - moment).total_seconds()))
        return f"{moment:%Y-%m-%d %H:%M:%S} UTC, {age // 60} min {age % 60} s ago"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _unreachable(part: str) -> Text:
    return Text(f"{part}: does not answer; `headwater up` starts what is down", style="yellow")
