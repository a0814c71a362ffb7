"""The bars of the tracker: its handler in process, and behind the gateway over HTTP."""

from collections.abc import Iterator
from pathlib import Path

from infra.local.bench.bar import Bar
from infra.local.bench.catalogue import Tell
from infra.local.bench.tracker_gateway import EVENTS_A_REQUEST, measure_gateway
from infra.local.bench.tracker_handler import (
    HandlerFigures,
    make_tracker,
    measure_bombs,
    measure_handler,
)

BATCH = 100
CORES = 2
WANTED = 500
_PERCENTILES = {"p50": 0.5, "p99": 0.99, "p99.9": 0.999}


def bench_tracker(folder: Path, tell: Tell, requests: int = 5_000) -> Iterator[Bar]:
    """Every bar; `requests` go over HTTP, and fewer through the handler in process."""
    tracker = make_tracker(folder / "handler")
    tell(f"batches of {BATCH} events in process")
    batches = measure_handler(tracker, BATCH, requests // 10)
    yield Bar("handler: events a second, batches of 100", batches.rate * BATCH, ">=", 20_000)
    yield from _beside(batches, "batch")
    tell("single events in process")
    singles = measure_handler(tracker, 1, requests // 2)
    yield Bar("handler: single requests a second", singles.rate, ">=", 3_000)
    yield from _beside(singles, "single")
    for bomb, milliseconds in measure_bombs(tracker):
        yield Bar(f"handler: refusing {bomb}: ms", milliseconds, "<=", 100)
    tell(f"{requests:,} requests of {EVENTS_A_REQUEST} events over HTTP")
    yield from _gateway_bars(folder, requests)


def _beside(figures: HandlerFigures, name: str) -> Iterator[Bar]:
    yield Bar(f"handler, {name}: share of the floor's rate", figures.ratio, ">", 0)
    for called, share in _PERCENTILES.items():
        yield Bar(f"handler, {name}: {called}, ms", figures.percentile(share), ">", 0)


def _gateway_bars(folder: Path, requests: int) -> Iterator[Bar]:
    measured = measure_gateway(folder / "gateway", requests)
    name = f"gateway: requests of {EVENTS_A_REQUEST} events a second"
    yield Bar(name, measured.load.rate, ">=", WANTED)
    spent = sum(measured.cpu.values())
    # What the rate needs of both cores, whoever else is busy on them while it is measured.
    yield Bar("gateway: processor time a request, all processes: ms", spent, "<=", _AFFORDABLE)
    for process, milliseconds in measured.cpu.items():
        yield Bar(f"gateway: processor time a request, {process}: ms", milliseconds, ">", 0)
    for called, share in _PERCENTILES.items():
        yield Bar(f"gateway: {called}, ms", measured.load.percentile(share), ">", 0)
    yield Bar("gateway: requests not answered 200", measured.refused, "==", 0)
    yield Bar("gateway: answered 200 and not on the stream", measured.lost, "==", 0)


_AFFORDABLE = CORES * 1000 / WANTED
