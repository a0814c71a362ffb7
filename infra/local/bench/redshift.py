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
from infra.local.bench.redshift_translation import measure_translations
from infra.local.bench.served_redshift import serve_redshift

ROWS = 1_000_000
# A large text costs no more than DuckDB's own parsing, planning and optimising three times over.
LARGE_RATIO = 3
# Both sides have the same, or the comparison would be of settings.
_OPTIONS = ("--memory-limit", "4GB", "--threads", str(os.cpu_count() or 2))


def bench_redshift(folder: Path, tell: Tell) -> Iterator[Bar | Unmeasured]:
    """Every bar, the quickest to measure last."""
    yield from bench_copy(folder, tell)
    yield from bench_queries(folder, tell)
    yield from bench_statements(folder, tell)
    for area, cases in count_cases():
        yield Bar(f"conformance cases: {area}", cases, ">", 0)
    yield from count_adapter_tests()


def bench_copy(folder: Path, tell: Tell) -> Iterator[Bar | Unmeasured]:
    """Loading alone."""
    tell(f"COPY of {ROWS:,} events, turn about with DuckDB")
    copied = measure_copy(folder / "copy", ROWS)
    yield Bar("COPY: share of DuckDB's rate", copied.ratio, ">=", 0.75)
    yield Bar("COPY: rows a second", copied.rows / copied.copy_seconds, ">", 0)


def bench_queries(folder: Path, tell: Tell) -> Iterator[Bar | Unmeasured]:
    """Analysis alone."""
    tell(f"queries over {ROWS:,} events, turn about with DuckDB")
    queried = measure_queries(folder, ROWS, _OPTIONS)
    yield Bar("queries: server time over DuckDB's", queried.ratio, "<=", 1.15)


def bench_statements(folder: Path, tell: Tell) -> Iterator[Bar | Unmeasured]:
    """What statements cost beside their work, and fetching."""
    with serve_redshift(folder / "statements.duckdb", *_OPTIONS) as served:
        tell("trivial statements")
        for name, milliseconds in measure_overheads(served):
            yield Bar(f"overhead of a statement, {name}: ms", milliseconds, "<", 3)
        tell("fetching narrow rows")
        yield Bar("fetch: narrow rows a second", measure_fetch(served), ">=", 100_000)
    tell("translating new statements")
    for figures in measure_translations(folder):
        name = f"translation of a new statement, {figures.name}"
        if figures.is_large:
            yield Bar(f"{name}: ms", figures.translation, ">", 0)
            yield Bar(f"{name}: over DuckDB's preparation", figures.ratio, "<=", LARGE_RATIO)
        else:
            yield Bar(f"{name}: ms", figures.translation, "<", 3)
