"""The bars of the warehouse: loading beside dlt, models beside DuckDB, and one more hour's cost."""

from collections.abc import Iterator
from pathlib import Path

from infra.local.bench.bar import Bar
from infra.local.bench.catalogue import Tell
from infra.local.bench.shop_history import write_history
from infra.local.bench.warehouse_growth import GrowthFigures, measure_growth
from infra.local.bench.warehouse_load import measure_load
from infra.local.bench.warehouse_models import measure_models
from infra.local.bench.warehouse_side import open_warehouse_side

EVENTS = 1_000_000
MEMORY_LIMIT = "4GB"
DAYS = 30
SHORT, LONG = 10, 100
# Flat: what is left is the noise of the machine and the least look at all that is there.
FLAT = 1.25


def bench_warehouse(folder: Path, tell: Tell, events: int = EVENTS) -> Iterator[Bar]:
    """Every bar."""
    yield from bench_load(folder / "load", tell, events)
    yield from bench_models(folder / "models", tell, events)
    yield from bench_growth(folder / "growth", tell, events)


def bench_load(folder: Path, tell: Tell, events: int = EVENTS) -> Iterator[Bar]:
    """Loading beside dlt."""
    folder.mkdir()
    figures = measure_load(folder, events, MEMORY_LIMIT, tell)
    yield Bar("load: events a second", figures.ours, ">", 0)
    yield Bar("load: rate over dlt's ordinary path", figures.ours / figures.rows, ">=", 10)
    yield Bar("load: rate over dlt's arrow path", figures.ours / figures.arrow, ">=", 1)


def bench_models(folder: Path, tell: Tell, events: int = EVENTS) -> Iterator[Bar]:
    """A full build beside DuckDB alone."""
    folder.mkdir()
    tell(f"writing and loading {events:,} events")
    history = write_history(folder / "history", events, DAYS * 24, step=24)
    with open_warehouse_side(folder / "stack", MEMORY_LIMIT) as side:
        side.load(side.upload(history, history.keys))
        figures = measure_models(side, folder, MEMORY_LIMIT, tell)
    yield Bar("build: statements", figures.statements, ">", 0)
    yield Bar("build: server time over DuckDB's", figures.ratio, "<=", 1.15)


def bench_growth(folder: Path, tell: Tell, events: int = EVENTS) -> Iterator[Bar]:
    """One more hour, at as many events an hour as `events` are in 30 days."""
    an_hour = events // (DAYS * 24)
    found: dict[int, GrowthFigures] = {}
    for days in (SHORT, DAYS, LONG):
        found[days] = measure_growth(folder / str(days), days, an_hour, MEMORY_LIMIT, tell)
        yield Bar(f"one more hour after {days} days: server seconds", found[days].hour, ">", 0)
    yield Bar(f"one more hour after {DAYS} days: of a full refresh", found[DAYS].share, "<=", 0.05)
    ratio = found[LONG].hour / found[SHORT].hour
    yield Bar(f"one more hour: after {LONG} days over {SHORT} days", ratio, "<=", FLAT)
