"""Every address of the tracker: what it is for, and which protocol's endpoint it is.

The gateway is set up from this table; docs/openapi.yaml describes it.
"""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from ingest_lambdas.contract.segment_body import BATCH
from ingest_lambdas.contract.snowplow_body import GET as PIXEL
from ingest_lambdas.contract.snowplow_body import POST as TP2
from ingest_lambdas.runtime.http_api import HttpError

Action = Literal[
    "segment", "snowplow_post", "snowplow_pixel", "segment_settings", "rudder_settings", "webhook"
]
PREFLIGHT_ROUTE = "OPTIONS /{proxy+}"
_CALLS = ("track", "page", "screen", "identify", "group", "alias", BATCH)


@dataclass(frozen=True, slots=True)
class Route:
    """One address. `path` is spelt as API Gateway spells it; `endpoint` is what records carry."""

    method: str
    path: str
    action: Action
    endpoint: str = ""

    @property
    def key(self) -> str:
        """The route as API Gateway's route key."""
        return f"{self.method} {self.path}"


ROUTES = (
    *(Route("POST", f"/v1/{call}", "segment", call) for call in _CALLS),
    *(Route("POST", f"/v1/{call[0]}", "segment", call) for call in _CALLS),
    Route("POST", "/beacon/v1/batch", "segment", BATCH),
    Route("POST", "/com.snowplowanalytics.snowplow/tp2", "snowplow_post", TP2),
    Route("GET", "/i", "snowplow_pixel", PIXEL),
    Route("GET", "/v1/projects/{write_key}/settings", "segment_settings"),
    Route("GET", "/sourceConfig", "rudder_settings"),
    Route("GET", "/sourceConfig/", "rudder_settings"),
    Route("POST", "/v1/webhooks/{source}", "webhook"),
)
_BY_PLACE = {(route.method, route.path.rstrip("/")): route for route in ROUTES}
_WITH_VARIABLE = {
    "/v1/projects/{write_key}/settings": re.compile(r"/v1/projects/([^/]+)/settings"),
    "/v1/webhooks/{source}": re.compile(r"/v1/webhooks/([^/]+)"),
}
_METHODS = {path: method for method, path in _BY_PLACE}


@dataclass(frozen=True, slots=True)
class Match:
    """The route of a request, and what stands in its path's variable."""

    route: Route
    variable: str = ""

    @property
    def endpoint(self) -> str:
        """The protocol's endpoint, as records carry it."""
        return self.route.endpoint


def find_route(method: str, path: str) -> Match:
    """The route of a request. Raises HttpError 404 or 405."""
    place, variable = path.rstrip("/"), ""
    for spelt, pattern in _WITH_VARIABLE.items():
        if found := pattern.fullmatch(place):
            place, variable = spelt, unquote(found[1])
            break
    route = _BY_PLACE.get((method, place))
    if route is not None:
        return Match(route, variable)
    if place in _METHODS:
        message = f"Use {_METHODS[place]} for {path[:200]}."
        raise HttpError(405, "method_not_allowed", message)
    raise HttpError(404, "not_found", f"There is nothing at {path[:200]}.")
