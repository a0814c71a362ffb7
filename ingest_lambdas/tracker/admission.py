"""Who may send: the source of a write key or an app id, if its origin and its rate allow."""

from collections.abc import Iterable

from ingest_lambdas.runtime.http_api import HttpError, Request
from ingest_lambdas.runtime.source_declarations import Source
from ingest_lambdas.runtime.sources import Sources
from ingest_lambdas.runtime.webhook_declarations import Webhook
from ingest_lambdas.tracker.rate_limit import RateLimiter


class Admission:
    """Finds the sources of requests, or says why there is none."""

    def __init__(self, sources: Sources, limiter: RateLimiter) -> None:
        self._sources = sources
        self._limiter = limiter

    def by_write_key(self, write_key: str | None, request: Request) -> Source:
        """The source of a write key. Raises HttpError 401, 403 or 429."""
        source = self._sources.by_write_key(write_key) if write_key else None
        if source is None:
            message = "The write key is missing or unknown; see the declared sources."
            raise HttpError(401, "unknown_write_key", message)
        return self._admit(source, request)

    def by_app_ids(self, app_ids: Iterable[str], request: Request) -> Source:
        """The source of the first app id that is known. Raises HttpError 401, 403 or 429."""
        known = (self._sources.by_app_id(app_id) for app_id in app_ids)
        source = next(filter(None, known), None)
        if source is None:
            message = "The app id (aid) is missing or unknown; see the declared sources."
            raise HttpError(401, "unknown_app_id", message)
        return self._admit(source, request)

    def by_webhook(self, name: str, request: Request) -> tuple[Source, Webhook]:
        """The source of a name that has a webhook. Raises HttpError 401, 403 or 429."""
        source = self._sources.by_name(name)
        if source is None or source.webhook is None:
            raise HttpError(401, "unknown_webhook", "No declared source has a webhook here.")
        return self._admit(source, request), source.webhook

    def count(self, source: Source, events: int) -> None:
        """Counts events against the source's rate. Raises HttpError 429."""
        self._limiter.take(source, events)

    def _admit(self, source: Source, request: Request) -> Source:
        origin = request.headers.get("origin")
        if origin and not source.allows_origin(origin):
            message = f"The source {source.name} takes nothing from pages of this origin."
            raise HttpError(403, "origin_not_allowed", message)
        self._limiter.check(source)
        return source
