"""Records through the transformation Lambda, in AWS's format; what fails becomes error records."""

import base64
import binascii
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from infra.local.aws.account import Account
from infra.local.aws.backoff import delays, paused
from infra.local.aws.event_source.event import OVERHEAD_PER_RECORD, encoded_size
from infra.local.aws.firehose.catalog import DeliveryStream
from infra.local.aws.firehose.definition import Transformation
from infra.local.aws.firehose.source import Item
from infra.local.aws.functions.function import (
    LARGEST_PAYLOAD,
    Function,
    FunctionError,
    FunctionThrottled,
)

PROCESSING_FAILED = "processing-failed"


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes to deliver, the arrival they count under, and the kind of error they are, if any."""

    data: bytes
    arrival: int
    error_type: str = ""


class Transformer:
    """Calls one delivery stream's function."""

    def __init__(
        self,
        stream: DeliveryStream,
        settings: Transformation,
        function: Function,
        account: Account,
        stop: threading.Event,
    ) -> None:
        self._stream = stream
        self._settings = settings
        self._function = function
        self._account = account
        self._stop = stop

    def transform(self, items: Sequence[Item]) -> list[Output] | None:
        """What to deliver for the items, in their order; None when stopped before the end."""
        outputs: list[Output] = []
        for chunk in _chunks(items, self._settings.batch_bytes):
            answered = self._answer(chunk)
            if answered is None:
                return None
            outputs.extend(answered)
        return outputs

    def _answer(self, items: Sequence[Item]) -> list[Output] | None:
        waits = delays(0.1, 5.0)
        for attempt in range(1, self._settings.retries + 2):
            try:
                result = self._function.invoke(self._event(items))
                return [self._output(item, _by_id(result), attempt) for item in items]
            except (FunctionError, FunctionThrottled) as failure:
                message = str(failure)
            if not paused(self._stop, next(waits)):
                return None
        attempts = self._settings.retries + 1
        return [self._failed(item, attempts, "Lambda.FunctionError", message) for item in items]

    def _event(self, items: Sequence[Item]) -> dict[str, Any]:
        event: dict[str, Any] = {
            "invocationId": str(uuid.uuid4()),
            "deliveryStreamArn": self._stream.arn,
            "region": self._account.region,
            "records": [_described(item) for item in items],
        }
        if source := self._stream.definition.source_arn:
            event["sourceKinesisStreamArn"] = source
        return event

    def _output(self, item: Item, results: dict[str, Any], attempt: int) -> Output:
        result = results.get(item.id, {})
        match result.get("result"):
            case "Dropped":
                return Output(b"", item.record.arrival)
            case "Ok":
                try:
                    data = base64.b64decode(result["data"], validate=True)
                except (KeyError, TypeError, binascii.Error, ValueError) as failure:
                    code = "Lambda.JsonProcessingException"
                    return self._failed(item, attempt, code, f"data is no base64: {failure!r}")
                return Output(data, item.record.arrival)
            case "ProcessingFailed":
                message = "ProcessingFailed status set for record"
                return self._failed(item, attempt, "Lambda.ProcessingFailedStatus", message)
        message = "The result holds no usable entry with this recordId."
        return self._failed(item, attempt, "Lambda.MissingRecordId", message)

    def _failed(self, item: Item, attempts: int, code: str, message: str) -> Output:
        described = {
            "attemptsMade": attempts,
            "arrivalTimestamp": item.record.arrival,
            "errorCode": code,
            "errorMessage": message,
            "attemptEndingTimestamp": time.time_ns() // 1_000_000,
            "rawData": base64.b64encode(item.record.data).decode(),
            "lambdaArn": self._settings.function_arn,
        }
        data = orjson.dumps(described) + b"\n"
        return Output(data, item.record.arrival, PROCESSING_FAILED)


def untransformed(items: Sequence[Item]) -> list[Output]:
    """The items as they are."""
    return [Output(item.record.data, item.record.arrival) for item in items]


def _chunks(items: Sequence[Item], batch_bytes: int) -> Iterator[list[Item]]:
    """Runs of items that fit the configured size and Lambda's payload."""
    chunk: list[Item] = []
    raw = encoded = 0
    for item in items:
        size = encoded_size(item.record) + OVERHEAD_PER_RECORD
        too_many = raw + len(item.record.data) > batch_bytes
        if chunk and (too_many or encoded + size > LARGEST_PAYLOAD - 4096):
            yield chunk
            chunk, raw, encoded = [], 0, 0
        chunk.append(item)
        raw += len(item.record.data)
        encoded += size
    if chunk:
        yield chunk


def _by_id(result: Any) -> dict[str, Any]:
    records = result.get("records") if isinstance(result, dict) else None
    known = [r for r in records if isinstance(r, dict)] if isinstance(records, list) else []
    return {str(record.get("recordId")): record for record in known}


def _described(item: Item) -> dict[str, Any]:
    record, shard = item.record, item.partition.shard
    described = {
        "recordId": item.id,
        "approximateArrivalTimestamp": record.arrival,
        "data": base64.b64encode(record.data).decode(),
    }
    if shard is not None:
        described["kinesisRecordMetadata"] = {
            "shardId": shard.id,
            "partitionKey": record.partition_key,
            "approximateArrivalTimestamp": record.arrival,
            "sequenceNumber": shard.sequence_number(record.position),
            "subsequenceNumber": "",
        }
    return described
