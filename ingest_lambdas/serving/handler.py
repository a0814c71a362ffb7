"""The serving Lambda: GET /v1/products/{id} and GET /v1/site/daily, with ?from=&to= (days)."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.deadline import LambdaContext
from ingest_lambdas.runtime.http_api import (
    HttpError,
    Request,
    Response,
    answer,
    answer_error,
    answer_preflight,
)
from ingest_lambdas.runtime.observability import count, logger
from ingest_lambdas.runtime.once import Once
from ingest_lambdas.runtime.settings import ServingSettings
from ingest_lambdas.serving.hot_tier import HotTier
from ingest_lambdas.serving.query import Query, read_query

SERVICE = "serving"
RETRY_AFTER_SECONDS = 2


def serve(event: Mapping[str, Any], hot_tier: HotTier) -> Response:
    """The response to one payload-2.0 event."""
    request = Request.from_event(event)
    if request.method == "OPTIONS":
        return answer_preflight(request)
    try:
        body = _figures(read_query(request), hot_tier)
    except HttpError as error:
        count(SERVICE, {f"refused_{error.status}": 1})
        return answer_error(request, error)
    count(SERVICE, {"served": 1})
    return answer(request, body)


def _figures(query: Query, hot_tier: HotTier) -> dict[str, Any]:
    """The items of the days asked for; a day without an item had no figures.

    `as_of` is the newest item's export; null when there is none. Raises HttpError 503.
    """
    try:
        items = hot_tier.days(*query.keys)
    except (BotoCoreError, ClientError) as error:
        logger.exception("hot tier not available")
        message = "The figures are not available; ask again."
        raise HttpError(503, "unavailable", message, RETRY_AFTER_SECONDS) from error
    product = {} if query.product_id is None else {"product_id": query.product_id}
    return {
        **product,
        "from": query.first.isoformat(),
        "to": query.last.isoformat(),
        "items": items,
        "as_of": max((item["as_of"] for item in items if item.get("as_of")), default=None),
    }


@Once
def _hot_tier() -> HotTier:
    settings = ServingSettings.from_environment()
    return HotTier(clients.dynamodb(), settings.hot_tier_table)


def handler(event: dict[str, Any], context: LambdaContext) -> Response:
    """Lambda's entry point."""
    return serve(event, _hot_tier())
