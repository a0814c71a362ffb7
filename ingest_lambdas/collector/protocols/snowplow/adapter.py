"""A Snowplow event → the canonical call. Says what is wrong with its shape."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ingest_lambdas.collector.call import Call, Description
from ingest_lambdas.collector.protocols.snowplow.context import (
    build_context,
    find_sender,
    mark_absorbed,
)
from ingest_lambdas.collector.protocols.snowplow.mapping import KINDS, SELF_DESCRIBING
from ingest_lambdas.collector.protocols.snowplow.plan import map_described, map_plain
from ingest_lambdas.collector.protocols.snowplow.self_describing import (
    read_entities,
    read_event,
)
from ingest_lambdas.collector.rejection import describe_found, reject, type_name
from ingest_lambdas.contract.event_time import format_moment, from_epoch_milliseconds
from ingest_lambdas.contract.snowplow_body import app_id, event_id, parameter

LATEST_MILLISECONDS = 253_402_300_799_999  # the last of the year 9999


def normalise(item: Any, record: Mapping[str, Any]) -> Call:
    """The call of one event; `record` tells of the request it came in. Raises Rejection."""
    if not isinstance(item, dict):
        raise reject("malformed", "", "type", "object", type_name(item))
    kind = _kind(item)
    entities = read_entities(item)
    if kind == SELF_DESCRIBING:
        mapped = map_described(read_event(item), entities)
    else:
        mapped = map_plain(kind, item, entities)
    sender = find_sender(item, record, entities)
    network = sender.network_user_id
    original_at, sent_at = _moments(item)
    return Call(
        event_type=mapped.event_type,
        event_name=mapped.event_name,
        message_id=event_id(item),
        user_id=sender.user_id,
        anonymous_id=sender.anonymous_id,
        previous_id=None,
        group_id=None,
        data_field="properties",
        data=mapped.data,
        context=build_context(item, record, entities),
        original_at=original_at,
        sent_at=sent_at,
        described_by=mapped.described_by,
        entities=mark_absorbed(mapped.entities),
        fallback_id=network or sender.session_id,
        app_id=app_id(item),
        own_context={"network_user_id": network} if network else {},
        trace=mapped.trace,
    )


def describe(item: dict[str, Any]) -> Description:
    """What can be said of an event that is set aside; its name is that of its kind."""
    kind = parameter(item, "e")
    event_type, event_name, _ = KINDS.get(kind or "", ("track", kind, {}))
    visitor = parameter(item, "duid") or parameter(item, "uid")
    return Description(event_type if kind else None, event_name, visitor)


def _kind(item: dict[str, Any]) -> str:
    kind = parameter(item, "e")
    if kind == SELF_DESCRIBING or kind in KINDS:
        return str(kind)
    expected = ", ".join((*KINDS, SELF_DESCRIBING))
    raise reject("adapter_failure", "/e", "enum", expected, describe_found(kind))


def _moments(item: dict[str, Any]) -> tuple[str | None, str | None]:
    """(when it happened, when it was sent). A true time needs no correction by the sending's."""
    true_at = _moment(item, "ttm")
    if true_at:
        return true_at, None
    return _moment(item, "dtm"), _moment(item, "stm")


def _moment(item: dict[str, Any], name: str) -> str | None:
    """Milliseconds since 1970 as an ISO text."""
    text = parameter(item, name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > LATEST_MILLISECONDS:
        expected = "milliseconds since 1970"
        raise reject("adapter_failure", f"/{name}", "format", expected, describe_found(text))
    seconds, milliseconds = divmod(int(text), 1000)
    return f"{_second(seconds)}.{milliseconds:03}Z"


@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    """The second as an ISO text; what comes at one time happened within few of them."""
    return format_moment(from_epoch_milliseconds(seconds * 1000))[: -len(".000Z")]
