"""What ought to become of a mutant, found without the collector's code: jsonschema and plain rules.

The rules are the documented limits of Segment's API and of the warehouse's columns.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from jsonschema import Draft4Validator

LARGEST_ITEM = 32 * 1024
DEEPEST = 32
TYPES = ("track", "page", "screen", "identify", "group", "alias")
LONGEST = {"messageId": 256, "userAgent": 2048, "url": 8192, "title": 2048, "referrer": 8192}
Plan = Mapping[str, Draft4Validator]


class Verdict(NamedTuple):
    """`reason` is None for a good item; `pointers` are the places that are wrong."""

    reason: str | None
    pointers: frozenset[str] = frozenset()


GOOD = Verdict(None)


def judge(text: str, plan: Plan) -> Verdict:
    """The first rule that an item breaks, in the order in which the collector's stages stand."""
    item = _strict(text)
    if item is None:
        return _bad("malformed", "")
    if len(json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode()) > LARGEST_ITEM:
        return _bad("size_violation", "")
    if _depth(item) > DEEPEST:
        return _bad("malformed", "")
    return _shape(item) or _schema(item, plan) or _storage(item) or GOOD


def _bad(reason: str, *pointers: str) -> Verdict:
    return Verdict(reason, frozenset(pointers))


def _strict(text: str) -> Any:
    """The value of strict JSON in UTF-8 whose numbers are finite; None where it is not such."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError:
        return None
    return value


def _refuse(token: str) -> Any:
    raise ValueError(token)


def _finite(token: str) -> float:
    number = float(token)
    if number in (float("inf"), float("-inf")):
        raise ValueError(token)
    return number


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level := [node for node in level if isinstance(node, dict | list)]:
        depth += 1
        level = [c for n in level for c in (n.values() if isinstance(n, dict) else n)]
    return depth


def _shape(item: Mapping[str, Any]) -> Verdict | None:
    if item.get("type") not in TYPES:
        return _bad("adapter_failure", "/type")
    for name in ("userId", "anonymousId"):
        if not (item.get(name) is None or type(item[name]) in (str, int)):
            return _bad("adapter_failure", f"/{name}")
    if not any(item.get(name) not in (None, "") for name in ("userId", "anonymousId")):
        return _bad("adapter_failure", "")
    if item.get("context") is not None and not isinstance(item["context"], dict):
        return _bad("adapter_failure", "/context")
    if not isinstance(item.get("event"), str) or not item["event"]:
        return _bad("adapter_failure", "/event")
    if item.get("timestamp") and not _is_moment(item["timestamp"]):
        return _bad("adapter_failure", "/timestamp")
    return None


def _is_moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(datetime.fromisoformat(value).astimezone(UTC))
    except (ValueError, OverflowError):
        return False


def _schema(item: Mapping[str, Any], plan: Plan) -> Verdict | None:
    validator = plan.get(item["event"])
    if validator is None:
        return _bad("unknown_event", "/event")
    properties = {} if item.get("properties") is None else item["properties"]
    if not isinstance(properties, dict):
        return _bad("schema_violation", "/properties")
    places = {_pointer("properties", *e.absolute_path) for e in validator.iter_errors(properties)}
    return _bad("schema_violation", *places) if places else None


def _storage(item: Mapping[str, Any]) -> Verdict | None:
    """What no column can hold."""
    for place, value in _leaves(item.get("properties") or {}, ("properties",)):
        if isinstance(value, int | float) and not _is_storable(value):
            return _bad("schema_violation", _pointer(*place))
        if isinstance(value, str) and "\0" in value:
            return _bad("schema_violation", _pointer(*place))
    message_id = item.get("messageId")
    if isinstance(message_id, str) and len(message_id.encode()) > LONGEST["messageId"]:
        return _bad("size_violation", "/messageId")
    context = item.get("context") or {}
    page = context.get("page") if isinstance(context.get("page"), dict) else {}
    for name, value in {**page, "userAgent": context.get("userAgent")}.items():
        if isinstance(value, str) and name in LONGEST and len(value.encode()) > LONGEST[name]:
            place = f"/context/{name}" if name == "userAgent" else f"/context/page/{name}"
            return _bad("size_violation", place)
    return None


def _is_storable(number: float) -> bool:
    """Within BIGINT, or within the range of a double that is not denormal."""
    if isinstance(number, int):
        return abs(number) <= 2**63 - 1
    return number == 0 or 1e-300 < abs(number) < 1e300


def _leaves(
    value: Any, place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict | list):
        children: Any = value.items() if isinstance(value, dict) else enumerate(value)
        for key, child in children:
            yield from _leaves(child, (*place, key))
    else:
        yield place, value


def _pointer(*path: str | int) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
