"""Kinesis put together: its operations by name, and its background work."""

from infra.local.aws.account import Account
from infra.local.aws.database import Database
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.http.json_services import Operation
from infra.local.aws.kinesis.administration import StreamAdministration
from infra.local.aws.kinesis.catalog import StreamCatalog
from infra.local.aws.kinesis.reading import RecordReader
from infra.local.aws.kinesis.retention import Retention
from infra.local.aws.kinesis.throttle import ShardLimits, Throttle
from infra.local.aws.kinesis.writing import RecordWriter
from infra.local.aws.record_log import RecordLogs

TARGET_PREFIX = "Kinesis_20131202"


class Kinesis:
    """The service; `catalog` and `logs` are what consumers in the same process read."""

    def __init__(
        self,
        database: Database,
        logs: RecordLogs,
        account: Account,
        switchboard: Switchboard,
        limits: ShardLimits | None = None,
    ) -> None:
        limits = limits or ShardLimits()
        writes = Throttle((limits.records_per_second, limits.bytes_per_second))
        self.logs = logs
        self.catalog = StreamCatalog(database, account)
        self.retention = Retention(database, self.catalog, logs)
        self._writer = RecordWriter(self.catalog, logs, writes, switchboard)
        self._reader = RecordReader(self.catalog, logs, Throttle((limits.reads_per_second, 1)))
        self._administration = StreamAdministration(self.catalog, logs)

    def operations(self) -> dict[str, Operation]:
        """Operation name → function of the request's body."""
        return {
            "CreateStream": self._administration.create_stream,
            "DeleteStream": self._administration.delete_stream,
            "ListStreams": self._administration.list_streams,
            "DescribeStream": self._administration.describe_stream,
            "DescribeStreamSummary": self._administration.describe_stream_summary,
            "ListShards": self._administration.list_shards,
            "IncreaseStreamRetentionPeriod": self._administration.change_retention,
            "DecreaseStreamRetentionPeriod": self._administration.change_retention,
            "PutRecord": self._writer.put_record,
            "PutRecords": self._writer.put_records,
            "GetShardIterator": self._reader.get_shard_iterator,
            "GetRecords": self._reader.get_records,
        }
