"""The tracker Lambda: API Gateway → events-raw. Answers 200 only once Kinesis has the record."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import orjson
from botocore.exceptions import BotoCoreError, ClientError

from ingest_lambdas.contract.envelope import RawRecord
from ingest_lambdas.contract.segment_body import Unreadable
from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.deadline import Deadline, LambdaContext
from ingest_lambdas.runtime.http_api import (
    HttpError,
    Request,
    Response,
    answer,
    answer_error,
    answer_preflight,
)
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.observability import count, logger
from ingest_lambdas.runtime.once import Once
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.settings import TrackerSettings
from ingest_lambdas.runtime.sources import Source, Sources
from ingest_lambdas.runtime.stream_record import StreamRecord
from ingest_lambdas.tracker import auth, limits, segment

SERVICE = "tracker"
PATIENCE_SECONDS = 5.0
RESERVE_SECONDS = 2.0
RETRY_AFTER_SECONDS = 5


class Tracker:
    """Takes requests of Segment's SDKs; safe to share between threads."""

    def __init__(self, sources: Sources, writer: KinesisWriter, oversize: OversizeStore) -> None:
        self._sources = sources
        self._writer = writer
        self._oversize = oversize

    def handle(self, event: Mapping[str, Any], context: LambdaContext) -> Response:
        """The response to one payload-2.0 event."""
        request = Request.from_event(event)
        if request.method == "OPTIONS":
            return answer_preflight(request)
        try:
            taken = self._take(request, context)
        except HttpError as error:
            count(SERVICE, {f"refused_{error.status}": 1})
            return answer_error(request, error)
        count(SERVICE, {"requests": 1, "arrivals": taken})
        return answer(request, {"success": True})

    def _take(self, request: Request, context: LambdaContext) -> int:
        """Puts the request's items on events-raw; returns how many. Raises HttpError."""
        endpoint = _endpoint(request)
        early_key = auth.key_before_body(request.headers, request.query)
        source = self._source(early_key) if early_key else None
        body = limits.plain_body(request.body, request.headers.get("content-encoding", ""))
        try:
            submission = segment.inspect(body, endpoint)
        except Unreadable as error:
            raise HttpError(400, "unusable_body", f"Not accepted: {error}.") from error
        source = source or self._source(submission.write_key)
        limits.check_items(submission.count)
        if submission.count:
            record = segment.record_without_body(request, endpoint, source.name, submission)
            self._put(record, body, context)
        return submission.count

    def _source(self, write_key: str | None) -> Source:
        source = self._sources.by_write_key(write_key) if write_key else None
        if source is None:
            raise HttpError(401, "unknown_write_key", "The write key is missing or unknown.")
        return source

    def _put(self, record: RawRecord, body: bytes, context: LambdaContext) -> None:
        if len(body) > limits.LARGEST_INLINE_BODY:
            record["body_ref"] = self._store(body, record["received_at"])
        else:
            segment.add_body(record, body)
        packed = StreamRecord(orjson.dumps(record), str(uuid4()))
        deadline = Deadline.before_timeout(context, RESERVE_SECONDS, PATIENCE_SECONDS)
        if self._writer.put([packed], deadline):
            raise _unavailable()

    def _store(self, body: bytes, received_at: str) -> str:
        try:
            return self._oversize.put(body, received_at)
        except (BotoCoreError, ClientError) as error:
            logger.exception("oversize body not stored")
            raise _unavailable() from error


def _endpoint(request: Request) -> str:
    endpoint = segment.ENDPOINTS.get(request.path.rstrip("/"))
    if endpoint is None:
        raise HttpError(404, "not_found", f"There is nothing at {request.path}.")
    if request.method != "POST":
        raise HttpError(405, "method_not_allowed", "Send events with POST.")
    return endpoint


def _unavailable() -> HttpError:
    message = "The events could not be stored; send them again."
    return HttpError(503, "unavailable", message, RETRY_AFTER_SECONDS)


@Once
def _tracker() -> Tracker:
    settings = TrackerSettings.from_environment()
    return Tracker(
        Sources(settings.sources_file),
        KinesisWriter(clients.kinesis(), settings.raw_stream),
        OversizeStore(clients.s3(), settings.personal_bucket),
    )


def handler(event: dict[str, Any], context: LambdaContext) -> Response:
    """Lambda's entry point."""
    return _tracker().handle(event, context)
