"""A Snowplow event → the canonical call. Says what is wrong with its shape."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ingest_lambdas.collector.call import Call, Description, Entity
from ingest_lambdas.collector.protocols.snowplow.context import (
    Told,
    build_context,
    find_sender,
    find_told,
    mark_absorbed,
)
from ingest_lambdas.collector.protocols.snowplow.mapping import KINDS, SELF_DESCRIBING
from ingest_lambdas.collector.protocols.snowplow.plan import Mapped, map_described, map_plain
from ingest_lambdas.collector.protocols.snowplow.self_describing import (
    read_entities,
    read_event,
)
from ingest_lambdas.collector.rejection import describe_found, reject, type_name
from ingest_lambdas.contract.event_time import format_moment, from_epoch_milliseconds
from ingest_lambdas.contract.snowplow_body import parameter, parameters

LATEST_MILLISECONDS = 253_402_300_799_999  # the last of the year 9999
_NOWADAYS = 13  # as many digits as milliseconds have from 2001 to 2286
LONGEST_KNOWN = 4_096
Parts = tuple[Any, Any]
_NO_PARTS = (None, None)


class Read(NamedTuple):
    """What the self-describing parts of an event hold; `mapped` is None for other kinds' events.

    Events that bring the same texts share it.
    """

    mapped: Mapped | None
    entities: tuple[Entity, ...]
    told: Told


def normalise(item: Any, record: Mapping[str, Any]) -> Call:
    """The call of one event; `record` tells of the request it came in. Raises Rejection."""
    if not isinstance(item, dict):
        raise reject("malformed", "", "type", "object", type_name(item))
    texts = parameters(item)
    kind = _kind(texts)
    read = _read(kind, item, only_texts=texts is item)
    mapped = read.mapped or map_plain(kind, texts)
    user_id, anonymous_id, network, session_id = find_sender(texts, record, read.told)
    original_at, sent_at = _moments(texts)
    return Call(
        event_type=mapped.event_type,
        event_name=mapped.event_name,
        message_id=texts.get("eid"),
        user_id=user_id,
        anonymous_id=anonymous_id,
        previous_id=None,
        group_id=None,
        data_field="properties",
        data=mapped.data,
        context=build_context(item, texts, record, read.told),
        original_at=original_at,
        sent_at=sent_at,
        described_by=mapped.described_by,
        entities=read.entities,
        fallback_id=network or session_id,
        app_id=texts.get("aid"),
        own_context={"network_user_id": network} if network else {},
        trace=mapped.trace,
    )


def describe(item: dict[str, Any]) -> Description:
    """What can be said of an event that is set aside; its name is that of its kind."""
    kind = parameter(item, "e")
    event_type, event_name, _ = KINDS.get(kind or "", ("track", kind, {}))
    visitor = parameter(item, "duid") or parameter(item, "uid")
    return Description(event_type if kind else None, event_name, visitor)


def _kind(texts: Mapping[str, str]) -> str:
    kind = texts.get("e")
    if kind == SELF_DESCRIBING or kind in KINDS:
        return str(kind)
    expected = ", ".join((*KINDS, SELF_DESCRIBING))
    raise reject("adapter_failure", "/e", "enum", expected, describe_found(kind))


def _read(kind: str, item: Mapping[str, Any], *, only_texts: bool) -> Read:
    """The self-describing parts. What has been read lately is not read again."""
    get = item.get
    described = kind == SELF_DESCRIBING
    entities = (get("co"), get("cx"))
    event = (get("ue_pr"), get("ue_px")) if described else _NO_PARTS
    if only_texts and sum(map(len, filter(None, entities + event))) <= LONGEST_KNOWN:
        return _known(entities, event, described)
    return _parse(entities, event, described)


def _parse(entities: Parts, event: Parts, described: bool) -> Read:
    """Of entities, and of an event that describes itself: each as text or in base64."""
    plain, encoded = entities
    read = read_entities({"co": plain, "cx": encoded})
    told = find_told(read)
    if not described:
        return Read(None, mark_absorbed(read), told)
    plain, encoded = event
    mapped = map_described(read_event({"ue_pr": plain, "ue_px": encoded}), read)
    return Read(mapped, mark_absorbed(mapped.entities), told)


# At most some 10 MB: a text takes some four times its length when it is parsed.
_known = lru_cache(maxsize=512)(_parse)


def _moments(texts: Mapping[str, str]) -> tuple[str | None, str | None]:
    """(when it happened, when it was sent). A true time needs no correction by the sending's."""
    if "ttm" in texts:
        return _moment(texts, "ttm"), None
    return _moment(texts, "dtm"), _moment(texts, "stm")


def _moment(texts: Mapping[str, str], name: str) -> str | None:
    """Milliseconds since 1970 as an ISO text."""
    text = texts.get(name)
    if text is None:
        return None
    if len(text) == _NOWADAYS and text.isdecimal() and text.isascii():
        return f"{_second(int(text[:-3]))}.{text[-3:]}Z"
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > LATEST_MILLISECONDS:
        expected = "milliseconds since 1970"
        raise reject("adapter_failure", f"/{name}", "format", expected, describe_found(text))
    seconds, milliseconds = divmod(int(text), 1000)
    return f"{_second(seconds)}.{milliseconds:03}Z"


@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    """The second as an ISO text; what comes at one time happened within few of them."""
    return format_moment(from_epoch_milliseconds(seconds * 1000))[: -len(".000Z")]
