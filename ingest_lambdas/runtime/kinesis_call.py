"""One PutRecords call, which Kinesis may take in part."""

from collections.abc import Sequence

from ingest_lambdas.runtime.kinesis_puts import PutsRecords
from ingest_lambdas.runtime.stream_record import StreamRecord


def put_records(
    client: PutsRecords, stream: str, records: Sequence[StreamRecord]
) -> list[StreamRecord]:
    """The records that Kinesis names as failed. Raises what boto3 raises for the whole call."""
    answer = client.put_records(
        StreamName=stream,
        Records=[{"Data": r.data, "PartitionKey": r.partition_key} for r in records],
    )
    if not answer.get("FailedRecordCount"):
        return []
    return [r for r, a in zip(records, answer["Records"], strict=True) if a.get("ErrorCode")]
