"""The bars of the local Redshift: beside DuckDB alone, in one run, and what its tests count."""

import os
from collections.abc import Iterator
from pathlib import Path

from infra.local.bench.bar import Bar, Unmeasured
from infra.local.bench.catalogue import Tell
from infra.local.bench.redshift_copy import measure_copy
from infra.local.bench.redshift_counts import count_adapter_tests, count_cases
from infra.local.bench.redshift_queries import measure_queries
from infra.local.bench.redshift_statements import measure_fetch, measure_overheads
from infra.local.bench.served_redshift import serve_redshift

ROWS = 1_000_000
# Both sides have the same, or the comparison would be of settings.
_OPTIONS = ("--memory-limit", "4GB", "--threads", str(os.cpu_count() or 2))


def bench_redshift(folder: Path, tell: Tell) -> Iterator[Bar | Unmeasured]:
    """Every bar, the quickest to measure last."""
    tell(f"COPY of {ROWS:,} events, turn about with DuckDB")
    copied = measure_copy(folder / "copy", ROWS)
    yield Bar("COPY: share of DuckDB's rate", copied.ratio, ">=", 0.75)
    yield Bar("COPY: rows a second", copied.rows / copied.copy_seconds, ">", 0)
    tell(f"queries over {ROWS:,} events, turn about with DuckDB")
    queried = measure_queries(folder, ROWS, _OPTIONS)
    yield Bar("queries: server time over DuckDB's", queried.ratio, "<=", 1.15)
    with serve_redshift(folder / "statements.duckdb", *_OPTIONS) as served:
        tell("trivial statements")
        for name, milliseconds in measure_overheads(served):
            yield Bar(f"overhead of a statement, {name}: ms", milliseconds, "<", 3)
        tell("fetching narrow rows")
        yield Bar("fetch: narrow rows a second", measure_fetch(served), ">=", 100_000)
    for area, cases in count_cases():
        yield Bar(f"conformance cases: {area}", cases, ">", 0)
    yield from count_adapter_tests()
