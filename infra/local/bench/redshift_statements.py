"""What a statement costs beside DuckDB's own work, and how fast rows reach a client."""

import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import duckdb
from redshift_connector.cursor import Cursor

from infra.local.bench.served_redshift import ServedRedshift

_WARM_UP, _ROUNDS = 30, 300
_FETCHED, _FETCHES = 300_000, 5


def measure_overheads(served: ServedRedshift) -> Iterator[tuple[str, float]]:
    """Median milliseconds of a trivial statement over those of DuckDB alone, turn about.

    A cached statement was translated before; an uncached one is new each time. A prepared one
    has a parameter, whose value is new each time where it is uncached.
    """
    fresh = itertools.count(1_000_000)
    with closing(served.connect()) as connection, duckdb.connect() as plain:
        cursor = connection.cursor()
        statements: dict[str, Callable[[], object]] = {
            "simple, cached": lambda: _ask(cursor, "select 1 + 1"),
            "simple, uncached": lambda: _ask(cursor, f"select {next(fresh)} + 1"),
            "prepared, cached": lambda: _ask(cursor, "select %s + 1", (1,)),
            "prepared, uncached": lambda: _ask(cursor, "select %s + 1", (next(fresh),)),
        }
        for name, ask in statements.items():
            yield name, _difference(ask, lambda: plain.execute("select 1 + 1").fetchall())


def _difference(ask: Callable[[], object], alone: Callable[[], object]) -> float:
    pairs = [(_milliseconds(ask), _milliseconds(alone)) for _ in range(_WARM_UP + _ROUNDS)]
    served, plain = zip(*pairs[_WARM_UP:], strict=True)
    return float(statistics.median(served) - statistics.median(plain))


def _milliseconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def measure_fetch(served: ServedRedshift) -> float:
    """Rows a second of an id and a short text through redshift_connector, the best of a few."""
    with closing(served.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("create table narrow (id bigint, name varchar(20))")
        cursor.execute("insert into narrow values (1, 'a name')")
        rows = 1
        while rows < _FETCHED:
            cursor.execute(f"insert into narrow select id + {rows}, name from narrow")
            rows *= 2
        return max(_rate(cursor) for _ in range(_FETCHES))


def _rate(cursor: Cursor) -> float:
    began = time.perf_counter()
    found = _ask(cursor, f"select id, name from narrow limit {_FETCHED}")
    if len(found) != _FETCHED:
        raise RuntimeError(f"{len(found)} of {_FETCHED} rows were fetched")
    return _FETCHED / (time.perf_counter() - began)


def _ask(cursor: Cursor, statement: str, values: tuple[object, ...] | None = None) -> list[object]:
    cursor.execute(statement, values)
    return list(cursor.fetchall())
