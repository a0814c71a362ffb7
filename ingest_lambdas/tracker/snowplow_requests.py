"""Snowplow's endpoints: a POST's events, or a GET's one, become one record on events-raw."""

from ingest_lambdas.contract.identity import MOST_ITEMS_A_RECORD
from ingest_lambdas.contract.json_items import Unreadable
from ingest_lambdas.runtime.deadline import LambdaContext
from ingest_lambdas.runtime.http_api import HttpError, Request, Response, answer, answer_binary
from ingest_lambdas.tracker import limits, snowplow
from ingest_lambdas.tracker.admission import Admission
from ingest_lambdas.tracker.intake import Intake, Taken
from ingest_lambdas.tracker.network_user import network_user_cookie
from ingest_lambdas.tracker.routes import Match
from ingest_lambdas.tracker.snowplow import Inspected
from ingest_lambdas.tracker.submission import Submission, record_without_body


class SnowplowRequests:
    """Takes events of the tracker protocol v2."""

    def __init__(self, admission: Admission, intake: Intake) -> None:
        self._admission = admission
        self._intake = intake

    def take_post(self, request: Request, match: Match, context: LambdaContext) -> Taken:
        """Answers 200 to what is too big as well, which trackers would send again for ever."""
        sent, encoding = request.body, request.headers.get("content-encoding", "")
        try:
            body = limits.plain_body(sent, encoding)
        except HttpError as error:
            if error.status != 413:
                raise
            return self._take_unread(request, match, limits.beginning(sent, encoding), context)
        inspected = _inspect(body, match)
        if inspected.submission.count > MOST_ITEMS_A_RECORD:
            return self._take_unread(request, match, body, context)
        cookies = self._take(request, match, inspected, body, context)
        return _taken(answer(request, {"success": True}), cookies, inspected.submission.count)

    def take_pixel(self, request: Request, match: Match, context: LambdaContext) -> Taken:
        """The event of a query string, answered with a transparent GIF."""
        body = request.raw_query.encode("utf-8", errors="surrogatepass")
        inspected = _inspect(body, match)
        cookies = self._take(request, match, inspected, body, context)
        return _taken(answer_binary(request, snowplow.PIXEL, "image/gif"), cookies, 1)

    def _take(
        self,
        request: Request,
        match: Match,
        inspected: Inspected,
        body: bytes,
        context: LambdaContext,
        unread: int = 0,
    ) -> list[str]:
        """Puts a record on events-raw; the cookies to set. Raises HttpError."""
        source = self._admission.by_app_ids(inspected.app_ids, request)
        submission = inspected.submission
        self._admission.count(source, submission.count)
        record = record_without_body(request, "snowplow", match.endpoint, source.name, submission)
        if unread:
            record["unread_bytes"] = unread
        network_user_id = snowplow.identify_sender(record, request, inspected.network_user_id)
        self._intake.put(record, body, context)
        return [network_user_cookie(network_user_id, request.scheme)] if network_user_id else []

    def _take_unread(
        self, request: Request, match: Match, beginning: bytes, context: LambdaContext
    ) -> Taken:
        """What is too big to be read is kept as it came, as one arrival: to be set aside whole."""
        inspected = Inspected(Submission(1), snowplow.peek_app_ids(beginning), None)
        sent = request.body
        cookies = self._take(request, match, inspected, sent, context, unread=len(sent))
        return _taken(answer(request, {"success": True}), cookies, 1)


def _inspect(body: bytes, match: Match) -> Inspected:
    try:
        return snowplow.inspect(body, match.endpoint)
    except Unreadable as error:
        raise HttpError(400, "unusable_body", f"Not accepted: {error}.") from error


def _taken(response: Response, cookies: list[str], count: int) -> Taken:
    response["headers"]["cache-control"] = "no-store"
    return Taken({**response, "cookies": cookies} if cookies else response, count)
