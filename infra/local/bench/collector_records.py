"""What Lambda hands to the collector: mixed requests, put on events-raw by the tracker itself."""

import base64
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.bench.in_process import Invocation, quiet
from infra.local.bench.recorded_requests import read_recorded, renewed
from infra.local.bench.sent_events import RECORDED, SEED
from infra.local.bench.shop_requests import (
    APP_ID,
    SERVERS_BATCH,
    SentRequest,
    shop_requests,
)
from infra.local.traffic.generate import generate
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.sources import Sources
from ingest_lambdas.tracker.handler import Tracker
from ingest_lambdas.tracker.intake import Intake
from ingest_lambdas.tracker.rate_limit import RateLimiter

WRITE_KEY = "bench"
SOURCES = (
    f'[[source]]\nname = "bench"\nkind = "web"\n'
    f'write_keys = ["{WRITE_KEY}"]\napp_ids = ["{APP_ID}"]\n'
)
# A little after the recordings were made: no event's time is implausible.
RECEIVED = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
_AUTHORIZATION = "Basic " + base64.b64encode(f"{WRITE_KEY}:".encode()).decode()


class TakenRecords:
    """PutRecords and PutRecordBatch that take whatever they are given."""

    def __init__(self) -> None:
        self.data: list[bytes] = []

    def put_records(self, *, StreamName: str, Records: Sequence[Any]) -> Any:
        """Kinesis' call."""
        self.data += [record["Data"] for record in Records]
        return {"FailedRecordCount": 0}

    def put_record_batch(self, *, DeliveryStreamName: str, Records: Sequence[Any]) -> Any:
        """Firehose's call."""
        self.data += [record["Data"] for record in Records]
        return {"FailedPutCount": 0}


def write_sources(folder: Path) -> Path:
    """The file that declares the one source that all of it comes from."""
    file = folder / "sources.toml"
    file.write_text(SOURCES)
    return file


def make_records(folder: Path, records: int, run: int, recorded: Path = RECORDED) -> list[bytes]:
    """So many records of events-raw; another `run` has other ids."""
    taken = TakenRecords()
    no_client: Any = None  # nothing here is too big for Kinesis
    intake = Intake(KinesisWriter(taken, "events-raw"), OversizeStore(no_client, "personal"))
    tracker = Tracker(Sources(write_sources(folder)), intake, RateLimiter())
    with quiet():
        for request in _requests(records, run, recorded):
            answer = tracker.handle(_gateway_event(request), Invocation())
            if answer["statusCode"] != 200:
                raise RuntimeError(f"the tracker refused a request of the bench: {answer}")
    return taken.data


def kinesis_events(records: Sequence[bytes], size: int) -> Iterator[dict[str, Any]]:
    """The records as Lambda hands them over, so many to a batch."""
    for start in range(0, len(records), size):
        batch = enumerate(records[start : start + size], start)
        yield {"Records": [_lambda_record(number, data) for number, data in batch]}


def _requests(number: int, run: int, folder: Path) -> Iterator[SentRequest]:
    """From the shop and from the recordings in turn, where there are any."""
    calls = generate(SEED, run, number * SERVERS_BATCH, RECEIVED)
    shop = shop_requests(calls, RECEIVED)
    recorded = renewed(read_recorded(folder), f"{SEED}-{run}")
    for turn in range(number):
        other = next(recorded, None) if turn % 2 else None
        yield other or next(shop)


def _gateway_event(request: SentRequest) -> dict[str, Any]:
    headers = {"authorization": _AUTHORIZATION, "content-type": "application/json"}
    http = {
        "method": "POST" if request.body else "GET",
        "sourceIp": "198.51.100.7",
        "userAgent": request.user_agent,
    }
    return {
        "version": "2.0",
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": {
            "http": http,
            "requestId": "r",
            "timeEpoch": int(RECEIVED.timestamp() * 1000),
        },
        "body": request.body,
        "isBase64Encoded": False,
    }


def _lambda_record(number: int, data: bytes) -> dict[str, Any]:
    return {
        "eventID": f"shardId-000000000000:{number}",
        "kinesis": {
            "sequenceNumber": str(49_600_000_000_000_000_000_000_000_000_000_000_000 + number),
            "approximateArrivalTimestamp": RECEIVED.timestamp() + 1,
            "data": base64.b64encode(data).decode(),
        },
    }
