"""An event's parameters and entities → the canonical context, and who sent it."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ingest_lambdas.collector.call import Entity
from ingest_lambdas.collector.protocols.snowplow.mapping import CORE, ECOMMERCE, KINDS, MOBILE
from ingest_lambdas.contract.snowplow_body import parameter

# How a tracker that is to stay anonymous spells the id that it does not give.
NOBODY = "00000000-0000-0000-0000-000000000000"
_TOLD_ELSEWHERE = frozenset(
    {"e", "eid", "aid", "dtm", "stm", "ttm", "uid", "duid", "nuid", "tnuid", "ip", "ua", "lang",
     "tv", "tz", "res", "url", "page", "refr", "ue_pr", "ue_px", "co", "cx"}
    | {name for _, _, parameters in KINDS.values() for name in parameters.values()}
)  # fmt: skip
_TOLD_AS_CONTEXT = {(MOBILE, "application"), (ECOMMERCE, "user"), (CORE, "mobile_context")}
_TOLD_NAMES = frozenset(name for _, name in _TOLD_AS_CONTEXT)
_VERSION = re.compile(r"-(?=\d)")
_SIZE = re.compile(r"(\d{1,6})x(\d{1,6})")


class Sender(NamedTuple):
    """Who sent an event: a known user, a device's or an app's own id, what else tells it apart."""

    user_id: str | None
    anonymous_id: str | None
    network_user_id: str | None
    session_id: str | None


def find_sender(
    item: Mapping[str, Any], record: Mapping[str, Any], entities: Sequence[Entity]
) -> Sender:
    """The ids of an event. Of one who asked to stay anonymous no network id is taken."""
    session = _data(entities, CORE, "client_session")
    device = parameter(item, "duid") or parameter(session, "userId")
    network = None
    if not record.get("anonymous"):
        named = parameter(item, "tnuid") or parameter(item, "nuid")
        network = named or parameter(record, "network_user_id")
    return Sender(
        user_id=parameter(item, "uid"),
        anonymous_id=None if device == NOBODY else device,
        network_user_id=None if network == NOBODY else network,
        session_id=parameter(item, "sid") or parameter(session, "sessionId"),
    )


def build_context(
    item: Mapping[str, Any],
    record: Mapping[str, Any],
    entities: Sequence[Entity],
) -> dict[str, Any]:
    """The context, in the names that Segment's SDKs use; what has none is under `parameters`."""
    found = {
        "page": _page(item, record),
        "userAgent": parameter(item, "ua"),
        "ip": None if record.get("anonymous") else parameter(item, "ip"),
        "locale": parameter(item, "lang"),
        "timezone": parameter(item, "tz"),
        "library": _library(parameter(item, "tv")),
        "screen": _screen(parameter(item, "res")),
        "app": {"name": parameter(item, "aid"), **_data(entities, MOBILE, "application")},
        "traits": _data(entities, ECOMMERCE, "user"),
        **_device(_data(entities, CORE, "mobile_context")),
        "parameters": {key: item[key] for key in item if key not in _TOLD_ELSEWHERE},
    }
    return {key: value for key, value in found.items() if value}


def mark_absorbed(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """The entities, with those marked whose data the context holds under a name of its own."""
    if not any(entity.ref.name in _TOLD_NAMES for entity in entities):
        return tuple(entities)
    seen: set[tuple[str, str]] = set()
    marked = []
    for entity in entities:
        place = (entity.ref.vendor, entity.ref.name)
        first = place in _TOLD_AS_CONTEXT and place not in seen and isinstance(entity.data, dict)
        if first:
            seen.add(place)
        marked.append(entity._replace(absorbed=True) if first else entity)
    return tuple(marked)


def _page(item: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """A pixel on a page that says nothing of itself is placed by the browser's Referer."""
    page = {
        "url": parameter(item, "url") or parameter(record, "referer"),
        "title": parameter(item, "page"),
        "referrer": parameter(item, "refr"),
    }
    return {key: value for key, value in page.items() if value}


@lru_cache(maxsize=1024)
def _library(version: str | None) -> Mapping[str, str]:
    """`js-4.10.1` is the version 4.10.1 of snowplow-js."""
    if version is None:
        return {}
    name, *number = _VERSION.split(version, maxsplit=1)
    return {"name": f"snowplow-{name}", **({"version": number[0]} if number else {})}


@lru_cache(maxsize=1024)
def _screen(size: str | None) -> Mapping[str, int]:
    found = _SIZE.fullmatch(size or "")
    return {"width": int(found[1]), "height": int(found[2])} if found else {}


def _device(mobile: Mapping[str, Any]) -> dict[str, Any]:
    if not mobile:
        return {}
    system = {"name": mobile.get("osType"), "version": mobile.get("osVersion")}
    names = {"deviceManufacturer": "manufacturer", "deviceModel": "model"}
    left = {k: v for k, v in mobile.items() if k not in ("osType", "osVersion")}
    return {"os": system, "device": {names.get(k, k): v for k, v in left.items()}}


def _data(entities: Sequence[Entity], vendor: str, name: str) -> dict[str, Any]:
    """The data of the first entity of a schema; empty where there is none."""
    for ref, data, _, _ in entities:
        if ref.name == name and ref.vendor == vendor and isinstance(data, dict):
            return data
    return {}
