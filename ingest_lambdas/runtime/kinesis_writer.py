"""Puts records on a Kinesis stream."""

import time

from ingest_lambdas.runtime.kinesis_call import put_records
from ingest_lambdas.runtime.kinesis_puts import PutsRecords
from ingest_lambdas.runtime.retry import Pause
from ingest_lambdas.runtime.stream_record import StreamRecord
from ingest_lambdas.runtime.stream_writer import StreamWriter


class KinesisWriter(StreamWriter):
    """PutRecords: 5 MiB a call with the partition keys, 1 MiB a record."""

    largest_call = 5 * 1024 * 1024

    def __init__(self, client: PutsRecords, stream: str, pause: Pause = time.sleep) -> None:
        super().__init__(stream, pause)
        self._client = client

    def _call(self, records: list[StreamRecord]) -> list[StreamRecord]:
        return put_records(self._client, self._destination, records)
