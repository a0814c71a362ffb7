"""Many events through the load and a whole build, in bounded memory."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from infra.local.bench.bar import Bar
from infra.local.bench.catalogue import Tell
from infra.local.bench.dbt_statements import build
from infra.local.bench.shop_history import write_history
from infra.local.bench.warehouse_side import open_warehouse_side

EVENTS = 10_000_000
DAYS = 30
MEMORY_LIMIT = "4GB"
MOST_GB = 8
_BETWEEN_LOOKS = 0.2


class PeakMemory:
    """The greatest memory that this process and all below it have held together, in GB."""

    def __init__(self) -> None:
        self.gigabytes = 0.0
        self._ended = threading.Event()
        self._process = psutil.Process()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look until the block ends."""
        watcher = threading.Thread(target=self._watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self._ended.set()
            watcher.join()

    def _watch(self) -> None:
        while not self._ended.wait(_BETWEEN_LOOKS):
            held = sum(map(_held, [self._process, *self._process.children(recursive=True)]))
            self.gigabytes = max(self.gigabytes, held / 2**30)


def _held(process: psutil.Process) -> int:
    try:
        # What a file's pages share with the system's cache is not the process's own.
        return int(process.memory_info().rss - process.memory_info().shared)
    except psutil.NoSuchProcess:
        return 0


def bench_scale(folder: Path, tell: Tell, events: int = EVENTS) -> Iterator[Bar]:
    """Load and build; the bars are that all of it is there, and what it took."""
    tell(f"writing {events:,} events")
    history = write_history(folder / "history", events, DAYS * 24, step=24)
    peak = PeakMemory()
    with peak.watched(), open_warehouse_side(folder / "stack", MEMORY_LIMIT) as side:
        tell("putting the files into the lake")
        hours = side.upload(history, history.keys)
        tell("loading")
        loaded = side.load(hours)
        yield Bar("loaded: events a second", loaded.rows / loaded.seconds, ">", 0)
        tell("dbt build")
        sent = build(side, folder / "target", "--full-refresh")
        yield Bar("built: seconds of the server", sum(s.seconds for s in sent), ">", 0)
        with side.warehouse.connect() as session:
            modelled = session.value(
                "select count(*) + sum(resent_duplicates + transport_duplicates"
                " + superseded_attempts) from marts.fct_events"
            )
        yield Bar("share of the events that the models hold", modelled / loaded.rows, "==", 1)
    yield Bar("memory of all processes: GB", peak.gigabytes, "<=", MOST_GB)
