"""A Segment item → the canonical call, whatever SDK sent it. Says what is wrong with its shape."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from ingest_lambdas.collector.call import Call, Description, Entity, Origin
from ingest_lambdas.collector.protocols.described import read_described
from ingest_lambdas.collector.rejection import describe_found, reject, type_name
from ingest_lambdas.contract.columns import EVENT_TYPES
from ingest_lambdas.contract.segment_body import BATCH, event_id

_NAMED = ("page", "screen")
_NAMES = ("name", "category")
_NEEDED = {"group": "groupId", "alias": "previousId"}
_IGLU = "iglu:"


def normalise(item: Any, endpoint: str, shared: Mapping[str, Any]) -> Call:
    """The call of one item; `shared` are its batch's fields. Raises Rejection."""
    if not isinstance(item, dict):
        raise reject("malformed", "", "type", "object", type_name(item))
    event_type = _event_type(item, endpoint)
    user_id, anonymous_id = _id(item, "userId"), _id(item, "anonymousId")
    previous_id, group_id = _id(item, "previousId"), _id(item, "groupId")
    user = user_id or anonymous_id
    if user is None:
        raise reject("adapter_failure", "", "required", "userId or anonymousId", "neither")
    if event_type in _NEEDED:
        _check_needed(event_type, previous_id, group_id)
    data_field, data = _data(item, event_type, {"userId": user, "previousId": previous_id})
    context = _context(item, shared)
    return Call(
        event_type=event_type,
        event_name=_event_name(item, event_type),
        message_id=event_id(item),
        user_id=user_id,
        anonymous_id=anonymous_id,
        previous_id=previous_id,
        group_id=group_id,
        data_field=data_field,
        data=data,
        context=context,
        original_at=_original_at(item),
        sent_at=item.get("sentAt") or shared.get("sentAt"),
        entities=_take_entities(context) if "entities" in context else (),
        trace=partial(_trace_screen, item) if event_type in _NAMED else None,
    )


def describe(item: dict[str, Any], endpoint: str) -> Description:
    """What can be said of an item that is set aside."""
    return Description(
        event_type=item.get("type") if endpoint == BATCH else endpoint,
        event_name=item.get("event"),
        visitor=item.get("anonymousId") or item.get("userId"),
    )


def _event_type(item: dict[str, Any], endpoint: str) -> str:
    event_type = item.get("type") if endpoint == BATCH else endpoint
    if event_type not in EVENT_TYPES:
        expected = ", ".join(EVENT_TYPES)
        raise reject("adapter_failure", "/type", "enum", expected, describe_found(event_type))
    return str(event_type)


def _event_name(item: dict[str, Any], event_type: str) -> str:
    if event_type != "track":
        return event_type
    name = item.get("event")
    if not isinstance(name, str) or not name:
        raise reject("adapter_failure", "/event", "required", "a name", describe_found(name))
    return name


def _id(item: dict[str, Any], name: str) -> str | None:
    """An id as text: clients send numbers too. Empty ones count as absent."""
    value = item.get(name)
    if value is None or type(value) is str:
        return value or None
    if type(value) is int:
        return str(value)
    raise reject("adapter_failure", f"/{name}", "type", "string", type_name(value))


def _check_needed(event_type: str, previous_id: str | None, group_id: str | None) -> None:
    needed = _NEEDED[event_type]
    if not {"groupId": group_id, "previousId": previous_id}[needed]:
        raise reject("adapter_failure", f"/{needed}", "required", needed, "null")


def _data(item: dict[str, Any], event_type: str, alias: dict[str, str | None]) -> tuple[str, Any]:
    """The field that holds the data, and the data: of an alias its ids."""
    if event_type == "track":
        return "properties", _object_or_given(item.get("properties"))
    if event_type == "alias":
        return "", alias
    if event_type in ("identify", "group"):
        return "traits", _object_or_given(item.get("traits"))
    properties = _object_or_given(item.get("properties"))
    if isinstance(properties, dict):
        names = {key: item[key] for key in _NAMES if item.get(key) is not None}
        properties = names | properties
    return "properties", properties


def _object_or_given(value: Any) -> Any:
    return {} if value is None else value


def _context(item: dict[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """The item's context over its batch's; `integrations` travel along in it."""
    own = _object_or_given(item.get("context"))
    if not isinstance(own, dict):
        raise reject("adapter_failure", "/context", "type", "object", type_name(own))
    context = _merge(shared.get("context"), own) if shared else own.copy()
    below, given = shared.get("integrations"), item.get("integrations")
    integrations = _merge(below, given) if below or given else None
    return context | {"integrations": integrations} if integrations else context


def _take_entities(context: dict[str, Any]) -> tuple[Entity, ...]:
    """The self-describing entities that a client lists as Snowplow's trackers do; they leave the
    context until they are judged. A list of anything else is the client's own matter.
    """
    listed = context["entities"]
    if not isinstance(listed, list) or not any(_claims_schema(each) for each in listed):
        return ()
    del context["entities"]
    return tuple(
        Entity(*read_described(each, f"/context/entities/{position}"))
        for position, each in enumerate(listed)
    )


def _claims_schema(value: Any) -> bool:
    return isinstance(value, dict) and str(value.get("schema")).startswith(_IGLU)


def _trace_screen(item: dict[str, Any]) -> Origin:
    """Of a page or screen, whose name and category may stand beside its properties."""
    given = item.get("properties")
    own = given if isinstance(given, dict) else {}
    moved = {f"/{name}": f"/{name}" for name in _NAMES if name not in own}
    return Origin("/properties", moved, "/type")


def _merge(below: Any, above: Any) -> dict[str, Any]:
    """Both objects in one, the values above winning; what is no object counts as empty."""
    lower: dict[str, Any] = below if isinstance(below, dict) else {}
    upper: dict[str, Any] = above if isinstance(above, dict) else {}
    if not lower:
        return upper.copy()
    both = {
        key: _merge(lower[key], upper[key])
        for key in lower.keys() & upper.keys()
        if isinstance(lower[key], dict) and isinstance(upper[key], dict)
    }
    return {**lower, **upper, **both}


def _original_at(item: dict[str, Any]) -> str | None:
    value = item.get("originalTimestamp") or item.get("timestamp")
    if value is None or isinstance(value, str):
        return value or None
    raise reject("adapter_failure", "/timestamp", "type", "string", type_name(value))
