"""Puts records on a Firehose delivery stream."""

import time
from typing import TYPE_CHECKING

from ingest_lambdas.runtime.retry import Pause
from ingest_lambdas.runtime.stream_record import StreamRecord
from ingest_lambdas.runtime.stream_writer import StreamWriter

if TYPE_CHECKING:
    from mypy_boto3_firehose import FirehoseClient

LARGEST_RECORD = 1_000 * 1024


class FirehoseWriter(StreamWriter):
    """PutRecordBatch: 4 MiB a call, LARGEST_RECORD bytes a record."""

    largest_call = 4 * 1024 * 1024

    def __init__(self, client: "FirehoseClient", delivery: str, pause: Pause = time.sleep) -> None:
        super().__init__(delivery, pause)
        self._client = client

    def _call(self, records: list[StreamRecord]) -> list[StreamRecord]:
        answer = self._client.put_record_batch(
            DeliveryStreamName=self._destination, Records=[{"Data": r.data} for r in records]
        )
        if not answer.get("FailedPutCount"):
            return []
        answers = answer["RequestResponses"]
        return [r for r, a in zip(records, answers, strict=True) if a.get("ErrorCode")]
