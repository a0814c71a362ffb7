"""Queries over events through the server, beside their translations straight in DuckDB.

Both have a copy of one file and the same settings; they take turns, and the best of each counts.
"""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from infra.local.bench.event_files import COLUMNS, write_event_files
from infra.local.bench.served_redshift import DATABASE, USER, ServedRedshift, serve_redshift
from infra.local.redshift.session.access.accounts import Account
from infra.local.redshift.session.database import Database
from infra.local.redshift.session.prepared import Prepared, prepare_statement
from infra.local.redshift.session.session import Session, Shared

QUERIES = {
    "sessionisation": """
        select count(*) as sessions, sum(events) as events,
               avg(datediff(second, first_at, last_at)) as seconds
        from (
            select visitor_id, session_number, count(*) as events,
                   min(event_at) as first_at, max(event_at) as last_at
            from (
                select visitor_id, event_at,
                       sum(case when datediff(minute, previous_at, event_at) < 30 then 0 else 1 end)
                           over (partition by visitor_id order by event_at rows unbounded preceding)
                           as session_number
                from (
                    select visitor_id, event_at,
                           lag(event_at) over (partition by visitor_id order by event_at)
                               as previous_at
                    from bench_events
                ) followed
            ) numbered
            group by visitor_id, session_number
        ) sessions
    """,
    "COUNT(DISTINCT)": """
        select source, count(distinct visitor_id), count(distinct user_id),
               count(distinct page_path)
        from bench_events group by source order by source
    """,
    "SUPER": """
        select properties.currency::varchar as currency, count(*),
               sum(properties.price::decimal(12, 2) * properties.quantity::int),
               count(distinct properties.product_id::varchar)
        from bench_events group by 1 order by 1
    """,
}
_WARM_UP, _ROUNDS = 1, 5


@dataclass(frozen=True)
class QueryFigures:
    """Seconds of each query by its name, the best of the rounds."""

    server: dict[str, float]
    duckdb: dict[str, float]

    @property
    def ratio(self) -> float:
        """The server's sum over DuckDB's."""
        return sum(self.server.values()) / sum(self.duckdb.values())


def measure_queries(folder: Path, rows: int, options: tuple[str, ...]) -> QueryFigures:
    """Figures of QUERIES over `rows` events; `options` as the server's command line takes them."""
    served_file, plain_file = folder / "queries.duckdb", folder / "plain-queries.duckdb"
    given = dict(zip(options[::2], options[1::2], strict=True))
    memory, threads = given["--memory-limit"], int(given["--threads"])
    _load(served_file, write_event_files(folder / "query-events", rows, 4), memory, threads)
    shutil.copy(served_file, plain_file)
    with (
        serve_redshift(served_file, *options) as served,
        open_session(plain_file, memory, threads) as plain,
    ):
        return _take_turns(served, plain)


@contextmanager
def open_session(file: Path, memory: str, threads: int) -> Iterator[Session]:
    """A session of the server's own kind, in this process."""
    database = Database(file, DATABASE, USER, memory, threads)
    session = Session(Shared(database, 0), 1, 0, Account(USER))
    yield session
    session.close()
    database.close()


def _load(file: Path, paths: list[Path], memory: str, threads: int) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    kinds = {name: kind.replace("super", "VARIANT") for name, kind in COLUMNS.items()}
    shape = ", ".join(f"{name}: '{k.replace('VARIANT', 'JSON')}'" for name, k in kinds.items())
    values = ", ".join(f"CAST({name} AS {kind})" for name, kind in kinds.items())
    listed = ", ".join(f"'{path}'" for path in paths)
    with open_session(file, memory, threads) as session:
        session.execute(prepare_statement(f"create table bench_events ({columns})", ()), ())
        session.cursor.execute(
            f"INSERT INTO public.bench_events SELECT {values} FROM read_json([{listed}], "
            f"format='newline_delimited', columns={{{shape}}})"
        )


def _take_turns(served: ServedRedshift, plain: Session) -> QueryFigures:
    server: dict[str, list[float]] = {name: [] for name in QUERIES}
    alone: dict[str, list[float]] = {name: [] for name in QUERIES}
    with closing(served.connect()) as connection, connection.cursor() as cursor:
        for _ in range(_WARM_UP + _ROUNDS):
            for name, query in QUERIES.items():
                began = time.perf_counter()
                cursor.execute(query)
                answered = cursor.fetchall()
                server[name].append(time.perf_counter() - began)
                seconds, expected = _run_alone(plain.cursor, translate(plain, query))
                alone[name].append(seconds)
                if len(answered) != len(expected):
                    raise RuntimeError(f"{name}: {len(answered)} rows, DuckDB {len(expected)}")
    return QueryFigures(_best(server), _best(alone))


def translate(session: Session, query: str) -> str:
    """DuckDB SQL of a query."""
    prepared: Prepared = prepare_statement(query, ())
    assert prepared.statement is not None
    return session.translate(prepared.statement, ()).sql


def _run_alone(cursor: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, Sequence[object]]:
    began = time.perf_counter()
    rows = cursor.execute(sql).fetchall()
    return time.perf_counter() - began, rows


def _best(times: dict[str, list[float]]) -> dict[str, float]:
    return {name: min(taken[_WARM_UP:]) for name, taken in times.items()}
