"""Segment's endpoints: a request with a write key becomes one record on events-raw."""

from ingest_lambdas.contract.json_items import Unreadable
from ingest_lambdas.runtime.deadline import LambdaContext
from ingest_lambdas.runtime.http_api import HttpError, Request, answer
from ingest_lambdas.tracker import auth, limits, segment
from ingest_lambdas.tracker.admission import Admission
from ingest_lambdas.tracker.intake import Intake, Taken
from ingest_lambdas.tracker.routes import Match
from ingest_lambdas.tracker.submission import record_without_body


class SegmentRequests:
    """Takes calls and batches."""

    def __init__(self, admission: Admission, intake: Intake) -> None:
        self._admission = admission
        self._intake = intake

    def take(self, request: Request, match: Match, context: LambdaContext) -> Taken:
        """Puts the request's items on events-raw. Raises HttpError.

        A key outside the body is checked first: an unknown sender's body is not even inflated.
        """
        key = auth.key_before_body(request.headers, request.query)
        source = self._admission.by_write_key(key, request) if key else None
        body = limits.plain_body(request.body, request.headers.get("content-encoding", ""))
        try:
            submission, key_in_body = segment.inspect(body, match.endpoint)
        except Unreadable as error:
            raise HttpError(400, "unusable_body", f"Not accepted: {error}.") from error
        source = source or self._admission.by_write_key(key_in_body, request)
        limits.check_items(submission.count)
        if submission.count:
            self._admission.count(source, submission.count)
            record = record_without_body(
                request, "segment", match.endpoint, source.name, submission
            )
            self._intake.put(record, body, context)
        return Taken(answer(request, {"success": True}), submission.count)
