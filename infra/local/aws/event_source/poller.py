"""Runs a mapping: finds the stream's shards, starts their lanes, and tells what is behind."""

import threading

from infra.local.aws.account import resource_name
from infra.local.aws.checkpoints import Reader
from infra.local.aws.event_source.gathering import Gatherer
from infra.local.aws.event_source.lane import Delivery, Lane
from infra.local.aws.kinesis.catalog import StreamCatalog
from infra.local.aws.kinesis.shards import Shard
from infra.local.aws.record_log import RecordLogs

SECONDS_BETWEEN_LOOKS = 0.5


class MappingPoller:
    """One mapping at work; the stream may be created, deleted and created again meanwhile."""

    def __init__(self, delivery: Delivery, catalog: StreamCatalog, logs: RecordLogs) -> None:
        self._delivery = delivery
        self._catalog = catalog
        self._logs = logs
        self._stream = resource_name(delivery.mapping.stream_arn)
        self._prefix = f"mapping:{delivery.mapping.uuid}:"
        self._stop = threading.Event()
        self._lanes: list[threading.Thread] = []
        self._started: set[int] = set()
        self._thread = threading.Thread(target=self._run, name="mapping", daemon=True)

    @property
    def name(self) -> str:
        """`stream → function`."""
        return f"{self._stream} → {self._delivery.function.settings.name}"

    def start(self) -> None:
        """Begin to poll."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Poll no more; batches at hand are finished and checkpointed within `timeout` seconds."""
        self._stop.set()
        self._logs.announce()
        self._thread.join()
        for lane in self._lanes:
            lane.join(timeout)

    def readers(self) -> list[Reader]:
        """The checkpoints that tell how far this mapping has come."""
        stream = self._catalog.get(self._stream)
        shards = stream.shards if stream else ()
        return [(name, shard.log) for shard in shards for name in self._lane_names()]

    def _lane_names(self) -> list[str]:
        lanes = self._delivery.mapping.parallelization
        return [f"{self._prefix}{lane}/{lanes}" for lane in range(lanes)]

    def _run(self) -> None:
        while True:
            if stream := self._catalog.get(self._stream):
                for shard in stream.shards:
                    if shard.log not in self._started:
                        self._started.add(shard.log)
                        self._start_lanes(shard)
            if self._stop.wait(SECONDS_BETWEEN_LOOKS):
                return

    def _start_lanes(self, shard: Shard) -> None:
        names = self._lane_names()
        beginning = self._beginning(shard)
        self._delivery.checkpoints.adopt(names, shard.log, self._prefix, beginning)
        for number, name in enumerate(names):
            gatherer = Gatherer(self._logs, shard.log, number, self._delivery.mapping)
            lane = Lane(name, shard, gatherer, self._delivery, self._stop)
            thread = threading.Thread(target=lane.run, name=f"{name} {shard.id}", daemon=True)
            self._lanes.append(thread)
            thread.start()

    def _beginning(self, shard: Shard) -> int:
        """The position before the first to hand over, for a mapping that never ran."""
        mapping = self._delivery.mapping
        extent = self._logs.extent(shard.log)
        if mapping.starting_position == "LATEST":
            return extent.next - 1
        if mapping.starting_position == "AT_TIMESTAMP":
            return self._logs.position_at(shard.log, int(mapping.starting_timestamp * 1000)) - 1
        return extent.first - 1
