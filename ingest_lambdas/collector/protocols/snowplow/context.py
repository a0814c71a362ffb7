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


class Told(NamedTuple):
    """What entities tell of sender and context: their data, empty where there is none."""

    session: dict[str, Any]
    application: dict[str, Any]
    user: dict[str, Any]
    device: dict[str, Any]


def find_told(entities: Sequence[Entity]) -> Told:
    """What the entities of an event tell."""
    return Told(
        session=_data(entities, CORE, "client_session"),
        application=_data(entities, MOBILE, "application"),
        user=_data(entities, ECOMMERCE, "user"),
        device=_device(_data(entities, CORE, "mobile_context")),
    )


def find_sender(
    texts: Mapping[str, str], record: Mapping[str, Any], told: Told
) -> tuple[str | None, str | None, str | None, str | None]:
    """Who sent an event: a known user, a device's or an app's own id, the network's id, of which
    none is taken of one who asked to stay anonymous, and the session's.
    """
    session = told.session
    device = texts.get("duid") or (parameter(session, "userId") if session else None)
    network = None
    if not record.get("anonymous"):
        named = texts.get("tnuid") or texts.get("nuid")
        network = named or parameter(record, "network_user_id")
    return (
        texts.get("uid"),
        None if device == NOBODY else device,
        None if network == NOBODY else network,
        texts.get("sid") or (parameter(session, "sessionId") if session else None),
    )


def build_context(
    item: Mapping[str, Any], texts: Mapping[str, str], record: Mapping[str, Any], told: Told
) -> dict[str, Any]:
    """The context, in the names that Segment's SDKs use; what has none is under `parameters`.

    `texts` are the item's parameters.
    """
    get = texts.get
    app_id = get("aid")
    found = {
        "page": _page(texts, record),
        "userAgent": get("ua"),
        "ip": None if record.get("anonymous") else get("ip"),
        "locale": get("lang"),
        "timezone": get("tz"),
        "library": _library(get("tv")),
        "screen": _screen(get("res")),
        "app": {"name": app_id, **told.application} if told.application else _app(app_id),
        "traits": told.user,
        **told.device,
        "parameters": {key: item[key] for key in _told_nowhere(tuple(item))},
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


def _page(texts: Mapping[str, str], record: Mapping[str, Any]) -> dict[str, str]:
    """A pixel on a page that says nothing of itself is placed by the browser's Referer."""
    page: dict[str, str] = {}
    if url := texts.get("url") or parameter(record, "referer"):
        page["url"] = url
    if title := texts.get("page"):
        page["title"] = title
    if referrer := texts.get("refr"):
        page["referrer"] = referrer
    return page


@lru_cache(maxsize=256)
def _told_nowhere(names: tuple[str, ...]) -> tuple[str, ...]:
    """The parameters that stand nowhere else in a call; most events have the same few names."""
    return tuple(name for name in names if name not in _TOLD_ELSEWHERE)


@lru_cache(maxsize=256)
def _app(app_id: str | None) -> Mapping[str, str | None]:
    return {"name": app_id}


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
