"""The simulated shop's calls as the requests of three SDKs: each visitor's all come from one.

Browsers send single calls to Segment's API, servers batches, Snowplow's tracker one event a POST.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from zlib import crc32

from infra.local.bench.sent_events import segment_item
from infra.local.traffic.calls import Call

SERVERS_BATCH = 20
APP_ID = "shop"
TP2 = "/com.snowplowanalytics.snowplow/tp2"
_CORE = "iglu:com.snowplowanalytics.snowplow"
_BROWSERS = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36"


class SentRequest(NamedTuple):
    """A request to the tracker: POST with a body, GET where there is only a query."""

    path: str
    query: str
    body: str
    user_agent: str


def shop_requests(calls: Iterable[Call], sent_at: datetime) -> Iterator[SentRequest]:
    """The calls, each in one request; `sent_at` is when all of them are sent."""
    waiting: list[dict[str, Any]] = []
    for call in calls:
        sdk = crc32(str(call.arguments.get("anonymous_id")).encode()) % 4
        if sdk == 0 and call.method in ("track", "page") and call.flaw is None:
            yield _snowplow_request(call, sent_at)
        elif sdk == 1:
            waiting.append(segment_item(call))
        else:
            yield _segment_request(call, sent_at)
        if len(waiting) == SERVERS_BATCH:
            yield _segment_batch(waiting, sent_at)
            waiting = []
    if waiting:
        yield _segment_batch(waiting, sent_at)


def _segment_request(call: Call, sent_at: datetime) -> SentRequest:
    library = {"name": "analytics.js", "version": "npm:next-1.84.3"}
    item = {**segment_item(call), "sentAt": sent_at.isoformat()}
    item["context"] = {**item.get("context", {}), "library": library}
    agent = str(item["context"].get("userAgent", _BROWSERS))
    return SentRequest(f"/v1/{call.method}", "", json.dumps(item), agent)


def _segment_batch(items: list[dict[str, Any]], sent_at: datetime) -> SentRequest:
    library = {"name": "analytics-python", "version": "2.3.4"}
    batch = [{**i, "context": {**i.get("context", {}), "library": library}} for i in items]
    body = json.dumps({"batch": batch, "sentAt": sent_at.isoformat()})
    return SentRequest("/v1/batch", "", body, "analytics-python/2.3.4")


def _snowplow_request(call: Call, sent_at: datetime) -> SentRequest:
    context = call.arguments.get("context", {})
    page = context.get("page", {})
    fields = {
        **_kind(call),
        "eid": call.message_id,
        "aid": APP_ID,
        "p": "web",
        "tv": "js-4.10.1",
        "tna": "sp",
        "duid": call.arguments.get("anonymous_id"),
        "uid": call.arguments.get("user_id"),
        "dtm": _milliseconds(call.timestamp),
        "stm": _milliseconds(sent_at),
        "lang": context.get("locale"),
        "tz": context.get("timezone"),
        "url": page.get("url"),
        "page": page.get("title"),
        "refr": page.get("referrer"),
        "cx": _encode(_entities(call)),
    }
    event = {name: value for name, value in fields.items() if value}
    described = f"{_CORE}/payload_data/jsonschema/1-0-4"
    body = json.dumps({"schema": described, "data": [event]})
    return SentRequest(TP2, "", body, str(context.get("userAgent", _BROWSERS)))


def _kind(call: Call) -> dict[str, str]:
    if call.method == "page":
        return {"e": "pv"}
    name = call.arguments["event"].lower().replace(" ", "_")
    event = {
        "schema": f"iglu:io.headwater/{name}/jsonschema/1-0-0",
        "data": call.arguments["properties"],
    }
    described = {"schema": f"{_CORE}/unstruct_event/jsonschema/1-0-0", "data": event}
    return {"e": "ue", "ue_px": _encode(described)}


def _entities(call: Call) -> dict[str, Any]:
    session = {
        "userId": call.arguments.get("anonymous_id"),
        "sessionId": call.message_id,
        "sessionIndex": 1,
        "eventIndex": 1,
        "previousSessionId": None,
        "storageMechanism": "COOKIE_1",
    }
    entities = [
        {"schema": f"{_CORE}/web_page/jsonschema/1-0-0", "data": {"id": call.message_id}},
        {"schema": f"{_CORE}/client_session/jsonschema/1-0-2", "data": session},
    ]
    return {"schema": f"{_CORE}/contexts/jsonschema/1-0-0", "data": entities}


def _encode(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _milliseconds(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1000))
