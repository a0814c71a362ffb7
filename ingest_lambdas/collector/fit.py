"""Makes sure that COPY, which runs without MAXERROR and without truncation, takes every line.

Derived attributes that do not fit become null, and what they were derived from stays where it was.
What the client said itself is never cut: the event is set aside instead.
"""

from functools import lru_cache
from typing import Any

import orjson

from ingest_lambdas.collector.leaves import find_leaf
from ingest_lambdas.collector.rejection import Rejection, reject
from ingest_lambdas.contract.columns import EVENTS

_LENGTHS = {column.name: column.length for column in EVENTS.columns if column.length}
# Hashes of the collector's own making, and names out of short lists.
ALWAYS_FIT = frozenset(
    {
        "event_key",
        "fingerprint",
        "protocol",
        "event_type",
        "visitor_id",
        "anonymous_id",
        "user_id",
        "previous_id",
    }
)
_CHECKED = {name: length for name, length in _LENGTHS.items() if name not in ALWAYS_FIT}
_STATED = [
    (name, _LENGTHS[name])
    for name in ("arrival_id", "event_id", "source", "schema_ref", "event_name", "group_id")
]
_SHORTEST_ID = min(_LENGTHS[name] for name in ("arrival_id", "event_id", "group_id"))
_PLANNED = ("source", "schema_ref", "event_name")
DERIVED = frozenset(
    {
        "page_host",
        "page_path",
        "campaign_source",
        "campaign_medium",
        "campaign_name",
        "campaign_term",
        "campaign_content",
        "click_id_name",
        "click_id",
        "browser",
        "browser_version",
        "os",
        "os_version",
        "device",
        "device_type",
        "ip",
        "locale",
        "library",
        "app_name",
        "app_version",
        "page_scheme",
        "page_query",
        "page_fragment",
        "referer_host",
        "referer_source",
        "referer_term",
        "click_id_network",
        "geo_country",
        "geo_region",
        "geo_region_name",
        "geo_city",
        "geo_timezone",
        "geo_isp",
        "consent_refused",
        "tracker_session_id",
        "tracker_page_view_id",
    }
)
_POINTERS = {
    "segment": {
        "event_id": "/messageId",
        "event_name": "/event",
        "group_id": "/groupId",
        "page_url": "/context/page/url",
        "page_title": "/context/page/title",
        "page_referrer": "/context/page/referrer",
        "user_agent": "/context/userAgent",
    },
    "snowplow": {
        "event_id": "/eid",
        "page_url": "/url",
        "page_title": "/page",
        "page_referrer": "/refr",
        "user_agent": "/ua",
    },
}
_NUL = "\0"


def fit_columns(row: dict[str, Any]) -> dict[str, Any]:
    """What is known of a row, without derived attributes that do not fit their column.

    Raises Rejection for all others that do not. A short ASCII text, as most are, is looked at right
    here: a call for each would cost more than the look.
    """
    fitting = {}
    for name, value in row.items():
        if value is None:
            continue
        length = _CHECKED.get(name)
        if (
            length is None
            or (len(value) <= length and value.isascii() and _NUL not in value)
            or _fits(value, length)
        ):
            fitting[name] = value
        elif name not in DERIVED:
            raise _misfit(row, name, length)
    return fitting


def check_stated(row: dict[str, Any]) -> None:
    """Raises Rejection where a column that follows from the call itself does not fit.

    Ids are short as a rule, so that all of them together fit each one's column; the others are of
    few kinds, and known.
    """
    ids = row["arrival_id"] + row["event_id"] + row.get("group_id", "")
    fit = len(ids) <= _SHORTEST_ID and ids.isascii() and _NUL not in ids
    if fit and _is_known_to_fit(row["source"], row["schema_ref"], row["event_name"]):
        return
    for name, length in _STATED:
        value = row.get(name)
        if value is None or (len(value) <= length and value.isascii() and _NUL not in value):
            continue
        if not _fits(value, length):
            raise _misfit(row, name, length)


@lru_cache(maxsize=4096)
def _is_known_to_fit(*values: str) -> bool:
    return all(_fits(value, _LENGTHS[name]) for name, value in zip(_PLANNED, values, strict=True))


def check_storable(line: bytes) -> None:
    """Raises Rejection where a JSON column holds a NUL character, which VARCHAR cannot.

    `line` is the row as JSON: only a line with such an escape in it is searched.
    """
    if b"\\u0000" not in line:
        return
    row = orjson.loads(line)
    for name in ("properties", "traits", "context"):
        found = find_leaf(row.get(name), f"/{name}", _has_nul)
        if found is not None:
            raise reject("schema_violation", found, "characters", "no NUL", "NUL")


def _fits(value: str, length: int) -> bool:
    if len(value) > length or _NUL in value:
        return False
    return value.isascii() or len(value.encode()) <= length


def _misfit(row: dict[str, Any], name: str, length: int) -> Rejection:
    value = row[name]
    pointer = _POINTERS.get(row.get("protocol", ""), {}).get(name, "")
    if _NUL in value:
        return reject("schema_violation", pointer, "characters", "no NUL", "NUL")
    found = f"{len(value.encode())} bytes"
    return reject("size_violation", pointer, "maxLength", f"{length} bytes", found)


def _has_nul(value: Any) -> bool:
    return isinstance(value, str) and _NUL in value
