"""The tracker behind its gateway with Kinesis, over HTTP: each a process, as on the laptop."""

import base64
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from infra.local.bench.http_load import LoadFigures, post_request, send_all
from infra.local.bench.sent_events import batch_body, numbered_items
from infra.local.settings import Stack, client_environment, open_stack
from infra.local.stack.installation_files import write_installation_files
from infra.local.stack.process_spec import ProcessSpec
from infra.local.stack.processes import data_path
from infra.local.stack.provision import client
from infra.local.stack.supervisor import Supervisor

EVENTS_A_REQUEST = 20
CONNECTIONS = 16
# A shard takes 1 MB/s: enough of them that Kinesis' limits are not what is measured.
SHARDS = 32
_WARM_UP = 200


@dataclass(frozen=True)
class GatewayFigures:
    """`cpu` holds milliseconds of processor time a request, by process; `lost` counts requests
    that were answered 200 and are not on the stream.
    """

    load: LoadFigures
    cpu: dict[str, float]
    lost: int

    @property
    def refused(self) -> int:
        """Requests that were not answered 200."""
        return sum(status != 200 for status in self.load.statuses)


def measure_gateway(folder: Path, requests: int) -> GatewayFigures:
    """Figures of so many requests. Starts and ends its processes."""
    stack = open_stack(folder / "stack", free_ports=True)
    with serve_tracker(stack) as processes:
        send_all(stack.ports["gateway"], _requests(stack, _WARM_UP), CONNECTIONS)
        prepared = _requests(stack, requests)
        before = _cpu_seconds(processes)
        load = send_all(stack.ports["gateway"], prepared, CONNECTIONS)
        after = _cpu_seconds(processes)
    cpu = {name: (after[name] - before[name]) * 1000 / requests for name in after}
    return GatewayFigures(load, cpu, _WARM_UP + load.statuses.count(200) - _stored(stack))


@contextmanager
def serve_tracker(stack: Stack) -> Iterator[dict[str, psutil.Process]]:
    """Gateway and Kinesis, until the block ends."""
    write_installation_files(stack)
    supervisor = Supervisor(stack.home)
    specs = {spec.name: spec for spec in data_path(stack)}
    wanted = [_kinesis_alone(specs["streams"]), specs["gateway"]]
    try:
        for spec in wanted:
            supervisor.ensure(spec)
        stream = client_environment(stack)["HEADWATER_RAW_STREAM"]
        client(stack, "kinesis").create_stream(StreamName=stream, ShardCount=SHARDS)
        running = {spec.name: supervisor.running(spec.name) for spec in wanted}
        yield {name: process for name, process in running.items() if process is not None}
    finally:
        supervisor.stop([spec.name for spec in wanted])


def _kinesis_alone(streams: ProcessSpec) -> ProcessSpec:
    return replace(streams, argv=(sys.executable, "-m", "infra.local.bench.kinesis_process"))


def _requests(stack: Stack, count: int) -> list[bytes]:
    key = base64.b64encode(f"{stack.write_keys['web-shop']}:".encode()).decode()
    headers = {"authorization": f"Basic {key}", "content-type": "application/json"}
    items = numbered_items("gateway")
    return [
        post_request("/v1/batch", headers, batch_body(items, EVENTS_A_REQUEST))
        for _ in range(count)
    ]


def _cpu_seconds(processes: dict[str, psutil.Process]) -> dict[str, float]:
    found = {"load": time.process_time()}
    for name, process in processes.items():
        times = process.cpu_times()
        found[name] = times.user + times.system
    return found


def _stored(stack: Stack) -> int:
    """Records on the stream: a request is one."""
    with closing(sqlite3.connect(stack.file("streams") / "streams.sqlite")) as database:
        return int(database.execute("SELECT count(*) FROM records").fetchone()[0])
