"""PutRecord and PutRecordBatch: on disk before the answer."""

import base64
import binascii
from typing import Any

from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.firehose.catalog import DeliveryStream, DeliveryStreamCatalog
from infra.local.aws.firehose.definition import DIRECT_PUT, MIB
from infra.local.aws.http.errors import ServiceError
from infra.local.aws.record_log import RecordLogs

MOST_RECORDS = 500
LARGEST_BATCH = 4 * MIB
LARGEST_RECORD = 1_000 * 1024
_FAILED = {"ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow down."}


class DirectPut:
    """The data half of the API."""

    def __init__(
        self, catalog: DeliveryStreamCatalog, logs: RecordLogs, switchboard: Switchboard
    ) -> None:
        self._catalog = catalog
        self._logs = logs
        self._switchboard = switchboard

    def put_record(self, request: dict[str, Any]) -> dict[str, Any]:
        """PutRecord."""
        stream = self._direct(request)
        (answer,) = self._put(stream, [_data(request.get("Record"))], frozenset())
        return answer | {"Encrypted": False}

    def put_record_batch(self, request: dict[str, Any]) -> dict[str, Any]:
        """PutRecordBatch: every record has its own outcome, in the order of the request."""
        stream = self._direct(request)
        records = request.get("Records")
        if not isinstance(records, list) or not 1 <= len(records) <= MOST_RECORDS:
            message = f"Records must have length between 1 and {MOST_RECORDS}."
            raise ServiceError("ValidationException", message)
        data = [_data(record) for record in records]
        if sum(map(len, data)) > LARGEST_BATCH:
            raise ServiceError("InvalidArgumentException", "Records size exceeds 4 MB limit")
        failing = self._switchboard.failing("PutRecordBatch", len(data))
        answers = self._put(stream, data, failing)
        failed = len(failing)
        return {"FailedPutCount": failed, "Encrypted": False, "RequestResponses": answers}

    def _put(
        self, stream: DeliveryStream, data: list[bytes], failing: frozenset[int]
    ) -> list[dict[str, Any]]:
        stored = [("", each) for number, each in enumerate(data) if number not in failing]
        try:
            first = self._logs.append({stream.queue: stored})[stream.queue]
        except KeyError:
            message = f"Firehose {stream.definition.name} is being deleted."
            raise ServiceError("ResourceNotFoundException", message) from None
        ids = iter(range(first, first + len(stored)))
        return [
            _FAILED if number in failing else {"RecordId": f"{stream.queue}-{next(ids)}"}
            for number in range(len(data))
        ]

    def _direct(self, request: dict[str, Any]) -> DeliveryStream:
        stream = self._catalog.require(request.get("DeliveryStreamName"))
        if stream.definition.kind != DIRECT_PUT:
            kind = stream.definition.kind
            message = f"This operation is not permitted on {kind} delivery stream type."
            raise ServiceError("InvalidArgumentException", message)
        return stream


def _data(record: Any) -> bytes:
    try:
        data = base64.b64decode(record["Data"], validate=True)
    except (KeyError, TypeError, binascii.Error, ValueError):
        raise ServiceError("SerializationException", "Data is not base64.") from None
    if not len(data) <= LARGEST_RECORD:
        message = f"Data must have length at most {LARGEST_RECORD}."
        raise ServiceError("ValidationException", message)
    return data
