"""Straight onto events-raw: each parcel a record like the tracker's own."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import orjson

from ingest_lambdas.contract.envelope import RECORD_VERSION
from ingest_lambdas.runtime.kinesis_call import put_records
from ingest_lambdas.runtime.retry import attempt
from ingest_lambdas.runtime.stream_record import StreamRecord, cut_into_calls
from ingest_lambdas.tracker_sdk.destination import Outcome
from ingest_lambdas.tracker_sdk.parcel import Parcel

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient

FIREHOSE_UNIT = 5 * 1024
# Of the record around the body: field names, a source of 64 bytes, ids.
AROUND_BODY = 512
LARGEST_CALL = 4 * 1024 * 1024


class KinesisDestination:
    """PutRecords; received_at is left to Kinesis, which stamps every record itself."""

    largest_parcel = 10 * FIREHOSE_UNIT - AROUND_BODY
    largest_call = LARGEST_CALL

    def __init__(
        self,
        client: "KinesisClient",
        stream: str,
        source: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._stream = stream
        self._source = source
        self._clock = clock

    def send(self, parcels: Sequence[Parcel]) -> Outcome:
        """One PutRecords for every 500 records or 4 MiB."""
        records = [StreamRecord(self._record(p), str(uuid4()), n) for n, p in enumerate(parcels)]
        failed: list[Parcel] = []
        error = ""
        for call in cut_into_calls(records, LARGEST_CALL):
            left = attempt(lambda call=call: self._put(call), call)  # type: ignore[misc]
            failed += [parcels[record.origin] for record in left.failed]
            error = left.error or error
        throttled = "records failed by Kinesis" if failed and not error else error
        return Outcome(failed, error=throttled)

    def close(self) -> None:
        """Let connections go."""
        self._client.close()

    def _put(self, records: list[StreamRecord]) -> list[StreamRecord]:
        return put_records(self._client, self._stream, records)

    def _record(self, parcel: Parcel) -> bytes:
        return orjson.dumps(
            {
                "v": RECORD_VERSION,
                "protocol": "segment",
                "source": self._source,
                "endpoint": "batch",
                "request_id": str(uuid4()),
                "count": len(parcel.lines),
                "message_ids": {},
                "body": parcel.body(self._clock()).decode(),
            }
        )
