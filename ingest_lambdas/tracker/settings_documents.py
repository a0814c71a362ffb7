"""The documents that browser SDKs fetch before they send anything. Pure.

Segment's must name this very host, or all events go to Segment. RudderStack's must name a source
with its list of destinations: with anything less the SDK sends nothing.
"""

import re
from typing import Any

from ingest_lambdas.runtime.http_api import HttpError, Request
from ingest_lambdas.runtime.source_declarations import Source

CACHED = "private, max-age=300"
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


def segment_settings(request: Request, write_key: str) -> dict[str, Any]:
    """What @segment/analytics-next asks of /v1/projects/KEY/settings. Raises HttpError 400."""
    everything = {"__default": {"enabled": True, "integrations": {}}}
    return {
        "integrations": {
            "Segment.io": {
                "apiKey": write_key,
                "apiHost": f"{_host(request)}/v1",
                "protocol": request.scheme,
                "type": "browser",
                "retryQueue": True,
                "addBundledMetadata": True,
                "unbundledIntegrations": [],
                "versionSettings": {"version": "4.4.7", "componentTypes": ["browser"]},
            }
        },
        "plan": {"track": everything, "identify": everything, "group": everything},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }


def rudder_settings(source: Source, write_key: str) -> dict[str, Any]:
    """What @rudderstack/analytics-js asks of /sourceConfig/: no destinations but this one."""
    quiet = {"errors": {"enabled": False}, "metrics": {"enabled": False}}
    return {
        "source": {
            "id": source.name,
            "name": source.name,
            "writeKey": write_key,
            "enabled": True,
            "workspaceId": "headwater",
            "config": {"statsCollection": quiet},
            "connections": [],
            "destinations": [],
            "dataplanes": {},
            "sourceDefinition": {"name": "Javascript", "category": None},
        },
    }


def _host(request: Request) -> str:
    """The host as the client spelt it; what cannot be one is not repeated."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise HttpError(400, "unknown_host", "The Host header does not name a host.")
    return host
