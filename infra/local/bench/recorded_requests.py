"""Requests that real SDKs sent, over and over, each time with new ids of events and visitors."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from infra.local.bench.sent_events import RECORDED
from infra.local.bench.shop_requests import SentRequest

EVENTS_A_VISITOR = 25
_IDS = ("messageId", "eid")
_VISITORS = ("anonymousId", "duid")
_NAMED = "|".join((*_IDS, *_VISITORS))
_ID = re.compile(rf'(?:"({_NAMED})": "|(?<=[?&])({_NAMED})=)([^"&]+)')
_SENT_TO = ("/v1/", "/i?", "/com.snowplow")


def read_recorded(folder: Path = RECORDED) -> list[SentRequest]:
    """Every recorded request that holds events; none where the recordings are not there."""
    return [
        _read(request)
        for file in sorted(folder.glob("*.json"))
        for request in json.loads(file.read_text())
        if request["method"] in ("GET", "POST")
        and request["path"].startswith(_SENT_TO)
        and not request["path"].endswith("/settings")
    ]


def renewed(recorded: list[SentRequest], seed: str) -> Iterator[SentRequest]:
    """The requests over and over: new ids for each event, a new visitor now and then."""
    rng = Random(seed)
    visitor = _new_id(rng)
    while recorded:
        for request in recorded:
            if rng.random() < 1 / EVENTS_A_VISITOR:
                visitor = _new_id(rng)
            yield _renew(request, rng, visitor)


def _read(request: dict[str, Any]) -> SentRequest:
    path, _, query = request["path"].partition("?")
    headers = {name.lower(): value for name, value in request["headers"]}
    body = "" if request["body"] is None else json.dumps(request["body"])
    return SentRequest(path, query, body, headers.get("user-agent", ""))


def _renew(request: SentRequest, rng: Random, visitor: str) -> SentRequest:
    """The ids stand as JSON in the body, as fields in the query."""
    ids: dict[str, str] = {}

    def replace(found: re.Match[str]) -> str:
        name, old = found[1] or found[2], found[3]
        new = visitor if name in _VISITORS else ids.setdefault(old, _new_id(rng))
        return found[0][: -len(old)] + new

    query = _ID.sub(replace, f"?{request.query}")[1:]
    return request._replace(query=query, body=_ID.sub(replace, request.body))


def _new_id(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))
