"""Many small files: what a load, a look for new ones and a compaction cost, and in what memory."""

import gzip
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import orjson

from infra.local.bench.bar import Bar
from infra.local.bench.catalogue import Tell
from infra.local.bench.shop_history import write_history
from infra.local.bench.warehouse_side import WarehouseSide, open_warehouse_side
from ingest_lambdas.contract.lake_layout import prefix
from orchestration.clients.lake import Lake
from orchestration.compacting.compactor import compact
from orchestration.loading.discovery import unloaded_hours
from orchestration.loading.reloading import reload_hours
from orchestration.loading.targets import targets

FILES = (1, 100, 10_000, 100_000)
EVENTS_A_FILE = 10
HOURS_A_DAY = 24
MEMORY_LIMIT = "2GB"
# One line's growth from few files to many: above this something grows faster than the files.
MOST_GROWTH = 1.5
MOST_MEGABYTES = 600
_WRITERS = 8

T = TypeVar("T")


def bench_files(folder: Path, tell: Tell, files: tuple[int, ...] = FILES) -> Iterator[Bar]:
    """Each number of files is a day of its own, and is loaded, sought, compacted, loaded anew."""
    history = write_history(folder / "history", EVENTS_A_FILE, 1)
    lines = gzip.decompress((history.folder / history.keys[0]).read_bytes()).splitlines()
    events = [orjson.loads(line) for line in lines]
    rates: list[float] = []
    with open_warehouse_side(folder / "stack", MEMORY_LIMIT) as side:
        for day, count in enumerate(files, start=1):
            tell(f"landing {count:,} files")
            hours = _land(side.lake, f"2026-10-{day:02}", count, events)
            tell(f"loading {count:,} files")
            took, report = _timed(partial(side.load, hours))
            yield Bar(f"{count:,} files: loaded, of {count:,}", report.files, "==", count)
            yield Bar(f"{count:,} files: seconds to load", took, ">", 0)
            rates.append(took / count)
            yield from _maintenance(side, hours, count, tell)
            yield Bar(
                f"{count:,} files: MB of the loader at most", _megabytes(), "<=", MOST_MEGABYTES
            )
    yield Bar(
        "a file's cost, most files over the next number", rates[-1] / rates[-2], "<=", MOST_GROWTH
    )


def _maintenance(side: WarehouseSide, hours: list[str], count: int, tell: Tell) -> Iterator[Bar]:
    with side.warehouse.connect() as session:
        took, found = _timed(partial(unloaded_hours, session, side.lake, full=True))
    yield Bar(f"{count:,} files: seconds to find nothing new", took, ">", 0)
    yield Bar(f"{count:,} files: hours left to load", len(found), "==", 0)
    tell(f"compacting {count:,} files")
    took, compacted = _timed(partial(compact, side.warehouse, side.lake, hours[-1]))
    yield Bar(f"{count:,} files: seconds to compact", took, ">", 0)
    yield Bar(f"{count:,} files: files after that", _current(side.lake, hours), ">", 0)
    tell(f"reloading {count:,} files from {compacted.pieces:,} compacted ones")
    target = targets(side.settings.copy_role)["events"]
    took, report = _timed(partial(reload_hours, side.warehouse, side.lake, target, hours))
    yield Bar(f"{count:,} files: seconds to reload all hours", took, ">", 0)
    yield Bar(f"{count:,} files: ledger rows after that", report.files, "==", count)


def _land(lake: Lake, day: str, count: int, events: list[dict[str, Any]]) -> list[str]:
    """Small files over a day's load hours, as Firehose names them; the hours."""

    def put(number: int) -> str:
        hour = f"{day}-{number % HOURS_A_DAY:02}"
        body = b"".join(
            orjson.dumps({**event, "arrival_id": f"{day}:{number}:{place}"}) + b"\n"
            for place, event in enumerate(events)
        )
        key = f"{prefix('events', hour)}events-1-{hour}-00-00-{number:012}.gz"
        lake.client.put_object(Bucket=lake.bucket, Key=key, Body=gzip.compress(body, 1))
        return hour

    with ThreadPoolExecutor(_WRITERS) as pool:
        return sorted(set(pool.map(put, range(count))))


def _current(lake: Lake, hours: list[str]) -> int:
    return sum(1 for _ in lake.files("events", hours[0], hours[-1]))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
