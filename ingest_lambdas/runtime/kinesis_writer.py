"""Puts records on a Kinesis stream."""

import time
from typing import TYPE_CHECKING

from ingest_lambdas.runtime.kinesis_call import put_records
from ingest_lambdas.runtime.retry import Pause
from ingest_lambdas.runtime.stream_record import StreamRecord
from ingest_lambdas.runtime.stream_writer import StreamWriter

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient


class KinesisWriter(StreamWriter):
    """PutRecords: 5 MiB a call with the partition keys, 1 MiB a record."""

    largest_call = 5 * 1024 * 1024

    def __init__(self, client: "KinesisClient", stream: str, pause: Pause = time.sleep) -> None:
        super().__init__(stream, pause)
        self._client = client

    def _call(self, records: list[StreamRecord]) -> list[StreamRecord]:
        return put_records(self._client, self._destination, records)
