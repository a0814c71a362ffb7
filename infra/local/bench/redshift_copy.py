"""How fast COPY loads events, beside plain DuckDB that reads the same bytes from local files.

The local Redshift and the lake run as they do on the laptop, each in a process of its own.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import duckdb
import redshift_connector

from infra.local.bench.event_files import COLUMNS, write_event_files
from infra.local.settings import ACCOUNT, REGION, Stack, open_stack
from infra.local.stack.processes import data_path
from infra.local.stack.supervisor import Supervisor

BUCKET = "bench-copy"
MEMORY_LIMIT = "4GB"


@dataclass(frozen=True)
class CopyFigures:
    """Seconds of each way, the best of `runs`; `ratio` is COPY's rate over plain DuckDB's."""

    rows: int
    compressed_bytes: int
    copy_seconds: float
    duckdb_seconds: float
    runs: int

    @property
    def ratio(self) -> float:
        """1 where COPY is as fast as DuckDB alone."""
        return self.duckdb_seconds / self.copy_seconds


def measure_copy(
    folder: Path, rows: int = 1_000_000, files: int = 16, runs: int = 3
) -> CopyFigures:
    """Figures of `rows` events in `folder`, which needs about 1 GB. Starts and ends its servers."""
    paths = write_event_files(folder / "events", rows, files)
    stack = open_stack(folder / "stack", free_ports=True)
    supervisor = Supervisor(stack.home)
    wanted = [spec for spec in data_path(stack) if spec.name in ("s3", "redshift")]
    try:
        for spec in wanted:
            supervisor.ensure(spec)
        _upload(stack, paths)
        # Turn about, so that a busy machine slows both.
        times = [(_time_copy(stack, rows), _time_duckdb(folder, paths)) for _ in range(runs)]
    finally:
        supervisor.stop([spec.name for spec in wanted])
    return CopyFigures(
        rows=rows,
        compressed_bytes=sum(path.stat().st_size for path in paths),
        copy_seconds=min(copy for copy, _ in times),
        duckdb_seconds=min(plain for _, plain in times),
        runs=runs,
    )


def _upload(stack: Stack, paths: list[Path]) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=stack.url("s3"),
        aws_access_key_id=stack.access_key,
        aws_secret_access_key=stack.secret_key,
        region_name=REGION,
    )
    client.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    for path in paths:
        client.upload_file(str(path), BUCKET, f"events/{path.name}")
    client.close()


def _time_copy(stack: Stack, rows: int) -> float:
    connection = redshift_connector.connect(
        host="127.0.0.1",
        port=stack.ports["redshift"],
        user="headwater",
        password=stack.redshift_password,
        database="headwater",
        ssl=False,
    )
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    copy = (
        f"copy bench_events from 's3://{BUCKET}/events/' "
        f"iam_role 'arn:aws:iam::{ACCOUNT}:role/bench' "
        "format as json 'auto' gzip timeformat 'auto' statupdate off compupdate off"
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("drop table if exists bench_events")
        cursor.execute(f"create table bench_events ({columns})")
        connection.commit()
        began = time.perf_counter()
        cursor.execute(copy)
        connection.commit()
        took = time.perf_counter() - began
        cursor.execute("select count(*) from bench_events")
        counted = cursor.fetchone()
        cursor.execute("drop table bench_events")
        connection.commit()
    if counted is None or counted[0] != rows:
        raise RuntimeError(f"COPY loaded {counted} of {rows} rows")
    return took


def _time_duckdb(folder: Path, paths: list[Path]) -> float:
    file = folder / "plain.duckdb"
    file.unlink(missing_ok=True)
    kinds = {name: kind.replace("super", "VARIANT") for name, kind in COLUMNS.items()}
    columns = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
    # DuckDB's reader makes no VARIANT; it casts JSON to one.
    shape = ", ".join(f"{name}: '{k.replace('VARIANT', 'JSON')}'" for name, k in kinds.items())
    values = ", ".join(f"CAST({name} AS {kind})" for name, kind in kinds.items())
    listed = ", ".join(f"'{path}'" for path in paths)
    config: dict[str, Any] = {"memory_limit": MEMORY_LIMIT, "threads": str(os.cpu_count() or 2)}
    with duckdb.connect(str(file), config=config) as connection:
        connection.execute(f"CREATE TABLE bench_events ({columns})")
        began = time.perf_counter()
        connection.execute(
            f"INSERT INTO bench_events SELECT {values} FROM read_json([{listed}], "
            f"format='newline_delimited', columns={{{shape}}})"
        )
        took = time.perf_counter() - began
    file.unlink()
    return took
