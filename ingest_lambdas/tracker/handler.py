"""The tracker Lambda: API Gateway → events-raw. Answers 200 only once Kinesis has the record."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.deadline import LambdaContext
from ingest_lambdas.runtime.http_api import (
    HttpError,
    Request,
    Response,
    answer_error,
    answer_preflight,
)
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.observability import count, logger
from ingest_lambdas.runtime.once import Once
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.settings import TrackerSettings
from ingest_lambdas.runtime.source_declarations import SourcesUnreadable
from ingest_lambdas.runtime.sources import Sources
from ingest_lambdas.tracker.admission import Admission
from ingest_lambdas.tracker.intake import Intake, Taken, unavailable
from ingest_lambdas.tracker.rate_limit import RateLimiter
from ingest_lambdas.tracker.routes import Action, Match, find_route
from ingest_lambdas.tracker.segment_requests import SegmentRequests
from ingest_lambdas.tracker.settings_requests import SettingsRequests
from ingest_lambdas.tracker.snowplow_requests import SnowplowRequests
from ingest_lambdas.tracker.webhook_requests import WebhookRequests

SERVICE = "tracker"


Act = Callable[[Request, Match, LambdaContext], Taken]


class Tracker:
    """Takes requests of Segment's, RudderStack's and Snowplow's SDKs; safe to share by threads."""

    def __init__(self, sources: Sources, intake: Intake, limiter: RateLimiter) -> None:
        self._sources = sources
        admission = Admission(sources, limiter)
        snowplow = SnowplowRequests(admission, intake)
        settings = SettingsRequests(admission)
        self._actions: dict[Action, Act] = {
            "segment": SegmentRequests(admission, intake).take,
            "snowplow_post": snowplow.take_post,
            "snowplow_pixel": snowplow.take_pixel,
            "segment_settings": settings.give_segment,
            "rudder_settings": settings.give_rudder,
            "webhook": WebhookRequests(admission, intake).take,
        }

    def handle(self, event: Mapping[str, Any], context: LambdaContext) -> Response:
        """The response to one payload-2.0 event."""
        request = Request.from_event(event)
        try:
            request = self._opened_to_its_origin(request)
            taken = self._act(request, context)
        except HttpError as error:
            count(SERVICE, {f"refused_{error.status}": 1})
            return answer_error(request, error)
        except SourcesUnreadable:
            logger.exception("sources not readable")
            count(SERVICE, {"refused_503": 1})
            return answer_error(replace(request, origin=None), unavailable())
        count(SERVICE, {"requests": 1, "arrivals": taken.events})
        return taken.response

    def _act(self, request: Request, context: LambdaContext) -> Taken:
        if request.method == "OPTIONS":
            return Taken(answer_preflight(request), 0)
        match = find_route(request.method, request.path)
        return self._actions[match.route.action](request, match, context)

    def _opened_to_its_origin(self, request: Request) -> Request:
        """A preflight does not name its source: pages that may send for any get their answer."""
        if request.origin and not self._sources.allow_origin(request.origin):
            return replace(request, origin=None)
        return request


@Once
def _tracker() -> Tracker:
    settings = TrackerSettings.from_environment()
    writer = KinesisWriter(clients.kinesis_puts(), settings.raw_stream)
    oversize = OversizeStore(clients.s3(), settings.personal_bucket)
    return Tracker(Sources(settings.sources_file), Intake(writer, oversize), RateLimiter())


def handler(event: dict[str, Any], context: LambdaContext) -> Response:
    """Lambda's entry point."""
    return _tracker().handle(event, context)
