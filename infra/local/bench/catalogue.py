"""The benches by name. Each yields its bars as they are measured, and says what it does next."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from infra.local.bench.bar import Bar, Unmeasured

# A bench is given an empty folder and whom to tell what it is at.
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


def find_bench(name: str) -> Bench:
    """The bench of this name; raises KeyError where there is none."""
    module, function = BENCHES[name][0].split(":")
    bench: Bench = getattr(import_module(module), function)
    return bench
