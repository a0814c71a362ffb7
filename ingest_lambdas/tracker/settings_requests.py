"""Hands out the settings documents that browser SDKs fetch first."""

from ingest_lambdas.runtime.deadline import LambdaContext
from ingest_lambdas.runtime.http_api import Request, answer
from ingest_lambdas.tracker import auth
from ingest_lambdas.tracker.admission import Admission
from ingest_lambdas.tracker.intake import Taken
from ingest_lambdas.tracker.routes import Match
from ingest_lambdas.tracker.settings_documents import CACHED, rudder_settings, segment_settings


class SettingsRequests:
    """Answers only to a known write key, as the SDKs' own services do."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    def give_segment(self, request: Request, match: Match, context: LambdaContext) -> Taken:
        """The settings of the write key in the path. Raises HttpError."""
        self._admission.by_write_key(match.variable, request)
        return _cached(request, segment_settings(request, match.variable))

    def give_rudder(self, request: Request, match: Match, context: LambdaContext) -> Taken:
        """The source of the write key in the header or the query. Raises HttpError."""
        key = auth.key_before_body(request.headers, request.query)
        source = self._admission.by_write_key(key, request)
        return _cached(request, rudder_settings(source, key or ""))


def _cached(request: Request, document: dict[str, object]) -> Taken:
    response = answer(request, document)
    response["headers"]["cache-control"] = CACHED
    return Taken(response, 0)
