"""One delivery stream at work: fill a buffer, transform, put to S3, and only then move on."""

import logging
import sqlite3
import threading
from dataclasses import dataclass

from infra.local.aws.account import Account
from infra.local.aws.backoff import delays, paused
from infra.local.aws.checkpoints import Checkpoints, Reader, advance
from infra.local.aws.database import Database
from infra.local.aws.firehose.buffer import Buffer, BufferFiller
from infra.local.aws.firehose.catalog import DeliveryStream
from infra.local.aws.firehose.objects import compose
from infra.local.aws.firehose.source import partitions_of
from infra.local.aws.firehose.transformation import Output, Transformer, untransformed
from infra.local.aws.functions.registry import Functions
from infra.local.aws.kinesis.catalog import StreamCatalog
from infra.local.aws.object_store import ObjectStore
from infra.local.aws.record_log import RecordLogs, delete_below

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Surroundings:
    """What all deliveries share."""

    account: Account
    database: Database
    logs: RecordLogs
    checkpoints: Checkpoints
    kinesis: StreamCatalog
    functions: Functions
    store: ObjectStore


class Delivery:
    """Runs on a thread of its own: a stream whose S3 or function fails holds up no other."""

    def __init__(self, stream: DeliveryStream, around: Surroundings) -> None:
        self.stream = stream
        self._around = around
        self._stop = threading.Event()
        self._buffer = Buffer({})
        definition = stream.definition
        self._filler = BufferFiller(
            around.logs,
            lambda: partitions_of(stream, around.kinesis),
            definition.buffer_bytes,
            definition.buffer_seconds,
        )
        self._transformer = self._new_transformer()
        self._thread = threading.Thread(
            target=self._run, name=f"delivery {definition.name}", daemon=True
        )

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Finish a put at hand within `timeout` seconds; what is buffered stays on disk."""
        self._stop.set()
        self._around.logs.announce()
        self._thread.join(timeout)

    @property
    def buffered_bytes(self) -> int:
        """Bytes read and not yet delivered."""
        return self._buffer.size

    def readers(self) -> list[Reader]:
        """The checkpoints that tell how far this delivery has come."""
        partitions = partitions_of(self.stream, self._around.kinesis)
        return [(self.stream.consumer, partition.log) for partition in partitions]

    def _new_transformer(self) -> Transformer | None:
        settings = self.stream.definition.transformation
        if settings is None:
            return None
        function = self._around.functions[settings.function_name]
        return Transformer(self.stream, settings, function, self._around.account, self._stop)

    def _run(self) -> None:
        waits = delays(0.2, 15.0)
        while not self._stop.is_set():
            try:
                self._deliver()
            except Exception:
                logger.exception("%s begins again at its checkpoint", self._thread.name)
                paused(self._stop, next(waits))

    def _deliver(self) -> None:
        """One buffer, from its first record to its checkpoint."""
        self._buffer = Buffer({})
        self._filler.fill(self._buffer, self._begin, self._stop)
        if self._buffer.items and not self._stop.is_set() and self._put(self._buffer):
            self._pass(self._buffer)

    def _begin(self, log: int) -> int:
        return self._around.checkpoints.get(self.stream.consumer, log) or 0

    def _put(self, buffer: Buffer) -> bool:
        outputs = self._outputs(buffer)
        if outputs is None:
            return False
        bucket = self.stream.definition.bucket
        return all(
            self._around.store.put(bucket, found.key, found.body, self._stop)
            for found in compose(self.stream.definition, outputs)
        )

    def _outputs(self, buffer: Buffer) -> list[Output] | None:
        if self._transformer is None:
            return untransformed(buffer.items)
        return self._transformer.transform(buffer.items)

    def _pass(self, buffer: Buffer) -> None:
        """Checkpoint a delivered buffer; direct puts are of no further use and go with it."""

        def run(connection: sqlite3.Connection) -> None:
            advance(connection, self.stream.consumer, buffer.passed)
            if delivered := buffer.passed.get(self.stream.queue):
                delete_below(connection, self.stream.queue, delivered + 1)

        self._around.database.write(run)
        self._buffer = Buffer({})
