"""Where a delivery stream's records come from: its queue of direct puts, or a Kinesis stream."""

from dataclasses import dataclass

from infra.local.aws.account import resource_name
from infra.local.aws.firehose.catalog import DeliveryStream
from infra.local.aws.kinesis.catalog import StreamCatalog
from infra.local.aws.kinesis.shards import Shard
from infra.local.aws.record_log import Record


@dataclass(frozen=True, slots=True)
class Partition:
    """One log to read; `shard` is None for direct puts."""

    log: int
    shard: Shard | None


@dataclass(frozen=True, slots=True)
class Item:
    """One record on its way, and where it came from."""

    record: Record
    partition: Partition

    @property
    def id(self) -> str:
        """Unique within a delivery stream."""
        return f"{self.partition.log}-{self.record.position}"


def partitions_of(stream: DeliveryStream, kinesis: StreamCatalog) -> list[Partition]:
    """The logs to read now; none while a source stream does not exist."""
    arn = stream.definition.source_arn
    if arn is None:
        return [Partition(stream.queue, None)]
    source = kinesis.get(resource_name(arn))
    return [Partition(shard.log, shard) for shard in source.shards] if source else []
