"""Reads events that were set aside because no schema plans them."""

import base64
import gzip
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.protocols import normalise
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.contract.json_items import Unreadable
from ingest_lambdas.contract.lake_layout import load_hour_of, parse_key, prefix
from ingest_lambdas.contract.wire import BODIES

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

REASON = "unknown_event"
LONGEST_LINE = 2 * 1024 * 1024
# Cheaper than reading the JSON of every line: most were set aside for another reason.
_MARK = f'"reason":"{REASON}"'.encode()


def list_files(client: "S3Client", bucket: str, since: datetime) -> list[str]:
    """Keys of the quarantine's files from that hour on, the newest first."""
    pages = client.get_paginator("list_objects_v2").paginate(
        Bucket=bucket,
        Prefix=prefix("rejected"),
        StartAfter=prefix("rejected", load_hour_of(since)),
    )
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
    return sorted(filter(parse_key, keys), reverse=True)


def read_calls(client: "S3Client", bucket: str, key: str, source: str | None) -> Iterator[Call]:
    """The calls of a file's unplanned events, as the collector normalised them.

    Those whose text is only in the archive are passed over.
    """
    body = client.get_object(Bucket=bucket, Key=key)["Body"]
    with body, gzip.GzipFile(fileobj=body) as unpacked:
        while line := unpacked.readline(LONGEST_LINE):
            if _MARK in line and (call := _call(orjson.loads(line), source)):
                yield call


def _call(rejected: dict[str, Any], source: str | None) -> Call | None:
    if rejected["reason"] != REASON or source not in (None, rejected["source"]):
        return None
    text, envelope = _payload(rejected), rejected.get("envelope")
    if text is None or not envelope:
        return None
    batch = envelope.get("batch")
    try:
        item = _item(text, envelope) if batch is not None else None
        return normalise(envelope, item, batch or {})
    except (Rejection, Unreadable, ValueError):
        return None


def _payload(rejected: dict[str, Any]) -> bytes | None:
    if "payload" in rejected:
        return str(rejected["payload"]).encode()
    if "payload_base64" in rejected:
        return base64.b64decode(rejected["payload_base64"])
    return None


def _item(text: bytes, envelope: dict[str, Any]) -> Any:
    """The item: of a pixel the query string's parameters, else JSON."""
    if text.lstrip().startswith(b"{"):
        return orjson.loads(text)
    return BODIES[envelope["protocol"]].read_body(text, envelope["endpoint"]).items[0]
