"""Puts a request's record on events-raw; only then may it be answered with 200."""

from typing import NamedTuple
from uuid import uuid4

import orjson
from botocore.exceptions import BotoCoreError, ClientError

from ingest_lambdas.contract.envelope import RawRecord, add_body
from ingest_lambdas.runtime.deadline import Deadline, LambdaContext
from ingest_lambdas.runtime.http_api import HttpError, Response
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.observability import logger
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.stream_record import StreamRecord
from ingest_lambdas.tracker import limits

PATIENCE_SECONDS = 5.0
RESERVE_SECONDS = 2.0
RETRY_AFTER_SECONDS = 5


class Taken(NamedTuple):
    """A response, and how many events it acknowledges."""

    response: Response
    events: int


class Intake:
    """Kinesis, and S3 for what is too big for Kinesis; safe to share between threads."""

    def __init__(self, writer: KinesisWriter, oversize: OversizeStore) -> None:
        self._writer = writer
        self._oversize = oversize

    def put(self, record: RawRecord, body: bytes, context: LambdaContext) -> None:
        """Stores the record with its body. Raises HttpError 503, on which SDKs send again."""
        if len(body) > limits.LARGEST_INLINE_BODY:
            record["body_ref"] = self._store(body, record["received_at"])
        else:
            add_body(record, body)
        packed = StreamRecord(orjson.dumps(record), str(uuid4()))
        deadline = Deadline.before_timeout(context, RESERVE_SECONDS, PATIENCE_SECONDS)
        if self._writer.put([packed], deadline):
            raise unavailable()

    def _store(self, body: bytes, received_at: str) -> str:
        try:
            return self._oversize.put(body, received_at)
        except (BotoCoreError, ClientError) as error:
            logger.exception("oversize body not stored")
            raise unavailable() from error


def unavailable() -> HttpError:
    """The answer when nothing can be kept: come again."""
    message = "The events could not be stored; send them again."
    return HttpError(503, "unavailable", message, RETRY_AFTER_SECONDS)
