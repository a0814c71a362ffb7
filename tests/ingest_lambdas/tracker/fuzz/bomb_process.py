"""A process of its own that is sent gigabytes in a megabyte; prints what it cost.

    python bomb_process.py SOURCES_FILE

Prints a JSON object for each bomb: the answer's status, and by how many bytes the process's
largest size has grown.
"""

import base64
import gzip
import json
import resource
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.sources import Sources
from ingest_lambdas.tracker.handler import Tracker
from ingest_lambdas.tracker.intake import Intake
from ingest_lambdas.tracker.rate_limit import RateLimiter

MEGABYTE = 1024 * 1024
TP2 = "/com.snowplowanalytics.snowplow/tp2"


class Nothing:
    """In place of Kinesis and S3, which are never asked."""


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def one_member(megabytes: int) -> bytes:
    """Zeros in one gzip member, a block for each megabyte. It has no end: nobody gets there."""
    zipper = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    zeros = bytes(MEGABYTE)
    head = zipper.compress(zeros) + zipper.flush(zlib.Z_FULL_FLUSH)
    block = zipper.compress(zeros) + zipper.flush(zlib.Z_FULL_FLUSH)
    return head + block * (megabytes - 1)


def bombs() -> Iterator[tuple[str, bytes]]:
    """(path, body): in one member, in a thousand, and so many empty ones that they cost time."""
    gigabyte = one_member(1024)
    assert zlib.decompressobj(31).decompress(gigabyte, 2 * MEGABYTE) == bytes(2 * MEGABYTE)
    yield "/v1/batch", gigabyte
    yield TP2, gigabyte
    yield "/v1/batch", gzip.compress(bytes(MEGABYTE)) * 1024
    yield "/v1/batch", gzip.compress(b"") * 50_000


def event(path: str, body: bytes) -> dict[str, Any]:
    http = {"method": "POST", "sourceIp": "127.0.0.1", "userAgent": ""}
    return {
        "rawPath": path,
        "rawQueryString": "writeKey=WK",
        "headers": {"content-encoding": "gzip"},
        "requestContext": {"http": http, "requestId": "r", "timeEpoch": 0},
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def largest_size() -> int:
    """Bytes; Linux counts kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(sources_file: str) -> None:
    nothing: Any = Nothing()
    intake = Intake(nothing, OversizeStore(nothing, "bucket"))
    tracker = Tracker(Sources(Path(sources_file)), intake, RateLimiter())
    tracker.handle(event("/v1/batch", gzip.compress(b"{}")), Context())
    for path, body in bombs():
        asked = event(path, body)
        before = largest_size()
        status = tracker.handle(asked, Context())["statusCode"]
        print(json.dumps({"status": status, "grown": largest_size() - before}))


if __name__ == "__main__":
    main(sys.argv[1])
