"""Events as SDKs send them: recorded ones where they lie beside the clone, else the shop's."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from infra.local.settings import PROJECT
from infra.local.traffic.calls import Call
from infra.local.traffic.generate import generate

RECORDED = PROJECT.parent / "shared" / "reference" / "recorded_requests"
SENT_AT = "2026-11-23T18:05:52.294+00:00"
SEED = 1
_SHOP_EVENTS = 2_000
_SPELT = {"anonymous_id": "anonymousId", "user_id": "userId", "group_id": "groupId"}
_SPELT |= {"previous_id": "previousId"}


def recorded_items(folder: Path = RECORDED) -> list[dict[str, Any]]:
    """Items of every recorded Segment request; none where the recordings are not there."""
    return [
        item
        for file in sorted(folder.glob("segment-*.json"))
        for request in json.loads(file.read_text())
        for item in _items(request)
    ]


def shop_items() -> list[dict[str, Any]]:
    """Items of the simulated shop, its flawed ones included."""
    calls = generate(SEED, 1, _SHOP_EVENTS, datetime.now(UTC))
    return [segment_item(call) for call in calls]


def numbered_items(run: str) -> Iterator[dict[str, Any]]:
    """Recorded items, or the shop's, over and over, each with an id of its own."""
    items = _items_at_hand()
    for number in range(10**9):
        yield {**items[number % len(items)], "messageId": f"{run}-{number}"}


def batch_body(items: Iterator[dict[str, Any]], size: int) -> bytes:
    """The next batch of that many events."""
    return json.dumps({"batch": list(islice(items, size)), "sentAt": SENT_AT}).encode()


def segment_item(call: Call) -> dict[str, Any]:
    """The call as an item of a Segment batch."""
    fields = {_SPELT.get(name, name): value for name, value in call.arguments.items()}
    return {
        "type": call.method,
        "messageId": call.message_id,
        "timestamp": call.timestamp.isoformat(),
        **fields,
    }


@cache
def _items_at_hand() -> list[dict[str, Any]]:
    return recorded_items() or shop_items()


def _items(request: dict[str, Any]) -> list[dict[str, Any]]:
    body = request.get("body")
    if request["method"] != "POST" or not isinstance(body, dict):
        return []
    return list(body.get("batch") or ([body] if "messageId" in body else []))
