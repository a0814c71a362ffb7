"""The tracker's handler in process, up to the bytes that would go to Kinesis, beside the floor.

The floor reads the same bodies as JSON and encodes them for PutRecords, and does nothing else.
Seconds are those of this thread's processor time: who else is busy does not count.
"""

import base64
import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
import orjson
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from infra.local.bench.in_process import Invocation, quiet
from infra.local.bench.sent_events import batch_body, numbered_items
from infra.local.settings import REGION
from ingest_lambdas.runtime.kinesis_puts import KinesisPuts
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.sources import Sources
from ingest_lambdas.tracker.handler import Tracker
from ingest_lambdas.tracker.intake import Intake
from ingest_lambdas.tracker.rate_limit import RateLimiter

WRITE_KEY = "bench"
BOMB_BYTES = 1024**3
_STREAM = "events-raw"
_SOURCES = f'[[source]]\nname = "bench"\nkind = "web"\nwrite_keys = ["{WRITE_KEY}"]\n'
_TAKEN = orjson.dumps(
    {"FailedRecordCount": 0, "Records": [{"ShardId": "s", "SequenceNumber": "1"}]}
)
_NOWHERE = "http://127.0.0.1:1"


@dataclass(frozen=True)
class HandlerFigures:
    """Requests a second of the handler and of the floor; milliseconds of single requests."""

    rate: float
    floor_rate: float
    latencies: list[float]

    @property
    def ratio(self) -> float:
        """1 where the handler costs nothing beyond what cannot be done without."""
        return self.rate / self.floor_rate

    def percentile(self, share: float) -> float:
        """The latency within which this share of the requests was answered."""
        return sorted(self.latencies)[int(share * (len(self.latencies) - 1))]


class _Taken(BytesIO):
    """The body of an answer as botocore reads one."""

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self.getvalue()


def make_tracker(folder: Path) -> Tracker:
    """The deployed composition; what it would send over the wire to Kinesis counts as taken."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = folder / "sources.toml"
    sources.write_text(_SOURCES)
    keys: Any = {"aws_access_key_id": "bench", "aws_secret_access_key": "bench"}
    make: Any = boto3.Session(region_name=REGION, **keys).client
    kinesis = make("kinesis", endpoint_url=_NOWHERE)
    kinesis.meta.events.register("before-send.kinesis.PutRecords", _take)
    writer = KinesisWriter(KinesisPuts(kinesis, Credentials("bench", "bench")), _STREAM)
    store = OversizeStore(make("s3", endpoint_url=_NOWHERE), "bench")
    return Tracker(Sources(sources), Intake(writer, store), RateLimiter())


def measure_handler(tracker: Tracker, events: int, requests: int) -> HandlerFigures:
    """Batches of `events`, or single calls where it is 1; the better of three runs each."""
    path, bodies = ("/v1/track", _singles) if events == 1 else ("/v1/batch", _batches)
    prepared = [_event(path, body) for body in bodies(events, requests)]
    with quiet():
        latencies = [_milliseconds(tracker, event) for event in prepared]
        rates = [_rate(lambda: _handle_all(tracker, prepared), requests) for _ in range(3)]
        floors = [_rate(lambda: _floor(prepared), requests) for _ in range(3)]
    return HandlerFigures(max(rates), max(floors), latencies)


def measure_bombs(tracker: Tracker) -> Iterator[tuple[str, float]]:
    """(bomb, milliseconds of processor time until it is refused): each in a megabyte or less."""
    yield "a gzip bomb of 1 GB", _refused_after(tracker, zipped_zeros(BOMB_BYTES))
    items = b'{"batch": [' + b"{}," * 170_000 + b"{}]}"
    yield "170,000 events in a kilobyte", _refused_after(tracker, gzip.compress(items))


def _refused_after(tracker: Tracker, body: bytes) -> float:
    event = _event("/v1/batch", body, {"content-encoding": "gzip"})
    with quiet():
        began = time.thread_time()
        status = tracker.handle(event, Invocation())["statusCode"]
        took = time.thread_time() - began
    if status != 413:
        raise RuntimeError(f"the bomb was answered {status}")
    return took * 1000


def zipped_zeros(size: int) -> bytes:
    """A gzip file of so many zeros: one block over and over. Its end is missing, as nobody may
    get there.
    """
    zipper = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    zeros = bytes(1024 * 1024)
    head, block = (zipper.compress(zeros) + zipper.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return head + block * (size // len(zeros) - 1)


def _take(request: Any, **_: object) -> AWSResponse:
    return AWSResponse(request.url, 200, HTTPHeaders(), _Taken(_TAKEN))


def _event(path: str, body: bytes, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """The gateway's event; text where the gateway hands over text."""
    zipped = bool(headers)
    key = base64.b64encode(f"{WRITE_KEY}:".encode()).decode()
    sent = {"authorization": f"Basic {key}", "content-type": "application/json", **(headers or {})}
    http = {"method": "POST", "sourceIp": "127.0.0.1", "userAgent": "analytics-python/2.4.0"}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {**sent, "host": "t.example", "x-forwarded-proto": "https"},
        "requestContext": {"http": http, "requestId": "r", "timeEpoch": 1_795_473_840_123},
        "body": base64.b64encode(body).decode() if zipped else body.decode(),
        "isBase64Encoded": zipped,
    }


def _singles(events: int, requests: int) -> list[bytes]:
    items = numbered_items("single")
    return [orjson.dumps(next(items)) for _ in range(requests)]


def _batches(events: int, requests: int) -> list[bytes]:
    items = numbered_items("batch")
    return [batch_body(items, events) for _ in range(requests)]


def _handle_all(tracker: Tracker, events: list[dict[str, Any]]) -> None:
    for event in events:
        if tracker.handle(event, Invocation())["statusCode"] != 200:
            raise RuntimeError("the handler refused an event of the bench")


def _floor(events: list[dict[str, Any]]) -> None:
    for event in events:
        body = event["body"]
        orjson.loads(body)
        data = base64.b64encode(body.encode()).decode()
        orjson.dumps({"StreamName": _STREAM, "Records": [{"Data": data, "PartitionKey": "k"}]})


def _rate(work: Callable[[], None], requests: int) -> float:
    began = time.thread_time()
    work()
    return requests / (time.thread_time() - began)


def _milliseconds(tracker: Tracker, event: dict[str, Any]) -> float:
    began = time.perf_counter()
    tracker.handle(event, Invocation())
    return (time.perf_counter() - began) * 1000
