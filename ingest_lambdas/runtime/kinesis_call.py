"""One PutRecords call, which Kinesis may take in part."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest_lambdas.runtime.stream_record import StreamRecord

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient


def put_records(
    client: "KinesisClient", stream: str, records: Sequence[StreamRecord]
) -> list[StreamRecord]:
    """The records that Kinesis names as failed. Raises what boto3 raises for the whole call."""
    answer = client.put_records(
        StreamName=stream,
        Records=[{"Data": r.data, "PartitionKey": r.partition_key} for r in records],
    )
    if not answer.get("FailedRecordCount"):
        return []
    return [r for r, a in zip(records, answer["Records"], strict=True) if a.get("ErrorCode")]
