"""The benches by name. Each yields its bars as they are measured, and says what it does next."""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import cast

from infra.local.bench.bar import Bar, Unmeasured

# A bench is given an empty folder and whom to tell what it is at; some take a number of `events`.
Tell = Callable[[str], None]
Bench = Callable[[Path, Tell], Iterator[Bar | Unmeasured]]

# What a bench measures with is imported when it runs.
BENCHES = {
    "redshift": (
        "infra.local.bench.redshift:bench_redshift",
        "COPY, queries, overhead and fetching of the local Redshift, beside DuckDB alone",
    ),
    "redshift-copy": (
        "infra.local.bench.redshift:bench_copy",
        "of the local Redshift, COPY alone",
    ),
    "redshift-queries": (
        "infra.local.bench.redshift:bench_queries",
        "of the local Redshift, queries alone",
    ),
    "redshift-statements": (
        "infra.local.bench.redshift:bench_statements",
        "of the local Redshift, what statements and their translation cost, and fetching",
    ),
    "warehouse": (
        "infra.local.bench.warehouse:bench_warehouse",
        "loading beside dlt, models beside DuckDB alone, and one more hour after a long history",
    ),
    "warehouse-load": (
        "infra.local.bench.warehouse:bench_load",
        "of the warehouse, loading alone",
    ),
    "warehouse-models": (
        "infra.local.bench.warehouse:bench_models",
        "of the warehouse, a full build of the models alone",
    ),
    "warehouse-growth": (
        "infra.local.bench.warehouse:bench_growth",
        "of the warehouse, what one more hour costs after 10, 30 and 100 days",
    ),
    "warehouse-files": (
        "infra.local.bench.many_files:bench_files",
        "loading, compacting and reloading 1 to 100,000 small files",
    ),
    "warehouse-scale": (
        "infra.local.bench.warehouse_scale:bench_scale",
        "ten million events loaded and built in bounded memory",
    ),
    "tracker": (
        "infra.local.bench.tracker:bench_tracker",
        "the tracker's handler beside its floor, and the gateway over HTTP with Kinesis",
    ),
    "collector": (
        "infra.local.bench.collector:bench_collector",
        "the collector's handler on one core, beside its libraries alone, and where its time goes",
    ),
    "uneven": (
        "infra.local.bench.uneven:bench_uneven",
        "ten times the traffic for a minute, into a running stack: nothing lost, and caught up",
    ),
    "cold-start": (
        "infra.local.bench.cold_start:bench_cold_start",
        "each handler's zip, and its import in a fresh interpreter",
    ),
}


class FixedEvents(ValueError):
    """The bench does not take a number of events."""


def find_bench(name: str, events: int | None = None) -> Bench:
    """The bench of this name, with as many events where it can be told.

    Raises KeyError where there is none, FixedEvents where its events are not to be chosen.
    """
    module, function = BENCHES[name][0].split(":")
    bench = getattr(import_module(module), function)
    if events is None:
        return cast(Bench, bench)
    if "events" not in signature(bench).parameters:
        raise FixedEvents(f"the bench {name} has its own number of events")
    return partial(bench, events=events)
