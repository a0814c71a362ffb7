"""dlt loading the same files into DuckDB: run by its own environment, importing nothing of ours.

Ways: `rows` is its ordinary path (filesystem source, JSON lines, dictionaries), `arrow` the fastest
that its documentation tells of (arrow tables, Parquet), which has no place for the SUPER columns.
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa
import pyarrow.json
from dlt.sources.filesystem import filesystem, read_jsonl

NESTED = ("properties", "traits", "context")
MOMENTS = ("event_at", "received_at", "original_at", "sent_at")
FLAGS = ("time_implausible", "is_bot")


def read_rows(folder: Path) -> Any:
    """The ordinary path: dictionaries from JSON lines."""
    files = filesystem(bucket_url=str(folder), file_glob="**/*.json.gz")
    return (files | read_jsonl()).with_name("events")


def read_tables(folder: Path) -> Any:
    """The fast path: one arrow table a file."""
    paths = sorted(folder.rglob("*.json.gz"))
    schema = _schema(paths[0])

    def events() -> Iterator[pa.Table]:
        options = pyarrow.json.ParseOptions(schema, unexpected_field_behavior="ignore")
        for path in paths:
            with gzip.open(path) as lines:
                table = pyarrow.json.read_json(lines, parse_options=options)
            yield table.cast(_with_days(table.schema))

    return dlt.resource(events, name="events")


def _schema(path: Path) -> pa.Schema:
    with gzip.open(path) as lines:
        names = [name for name in json.loads(lines.readline()) if name not in NESTED]
    return pa.schema([(name, _type(name)) for name in names])


def _type(name: str) -> pa.DataType:
    if name in MOMENTS:
        return pa.timestamp("us", tz="UTC")
    if name == "attempt":
        return pa.int64()
    return pa.bool_() if name in FLAGS else pa.string()


def _with_days(schema: pa.Schema) -> pa.Schema:
    """The reader of JSON makes no dates."""
    place = schema.get_field_index("event_day")
    return schema.set(place, pa.field("event_day", pa.date32()))


def main() -> None:
    """Load once into a new file; prints {"rows", "seconds"}."""
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=("rows", "arrow"))
    parser.add_argument("files", type=Path)
    parser.add_argument("database", type=Path)
    given = parser.parse_args()
    pipeline = dlt.pipeline(
        f"bench_{given.way}",
        pipelines_dir=str(given.database.parent / "pipelines"),
        destination=dlt.destinations.duckdb(str(given.database)),
        dataset_name="raw",
    )
    began = time.perf_counter()
    if given.way == "rows":
        pipeline.run(read_rows(given.files))
    else:
        pipeline.run(read_tables(given.files), loader_file_format="parquet")
    seconds = time.perf_counter() - began
    with pipeline.sql_client() as client:
        rows = client.execute_sql("select count(*) from events")[0][0]
    print(json.dumps({"rows": rows, "seconds": seconds}))


if __name__ == "__main__":
    main()
