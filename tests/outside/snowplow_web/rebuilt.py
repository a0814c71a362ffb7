"""Snowplow's published web events, rebuilt as the requests that their trackers had sent.

The files hold events as a warehouse has them: names in snake_case, entities in lists, hashed
addresses. A request has what a tracker knows: parameters, a cookie, a user agent, its own time.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, str]

CORE = "com.snowplowanalytics.snowplow"
DEMO = "demo"
KINDS = {"page_view": "pv", "page_ping": "pp", "struct": "se", "unstruct": "ue"}
PARAMETERS = {
    "event_id": "eid", "platform": "p", "name_tracker": "tna", "v_tracker": "tv",
    "user_id": "uid", "domain_userid": "duid", "domain_sessionid": "sid",
    "domain_sessionidx": "vid", "page_url": "url", "page_title": "page", "page_referrer": "refr",
    "br_lang": "lang", "os_timezone": "tz", "doc_charset": "cs", "br_colordepth": "cd",
    "se_category": "se_ca", "se_action": "se_ac", "pp_xoffset_min": "pp_mix",
    "pp_xoffset_max": "pp_max", "pp_yoffset_min": "pp_miy", "pp_yoffset_max": "pp_may",
}  # fmt: skip
MOMENTS = {"dvce_created_tstamp": "dtm", "dvce_sent_tstamp": "stm", "true_tstamp": "ttm"}
SIZES = {
    "res": ("dvce_screenwidth", "dvce_screenheight"),
    "vp": ("br_viewwidth", "br_viewheight"),
    "ds": ("doc_width", "doc_height"),
}
PAYLOADS = (
    "unstruct_event_com_snowplowanalytics_snowplow_consent_preferences_1_0_0",
    "unstruct_event_com_snowplowanalytics_snowplow_cmp_visible_1_0_0",
    "unstruct_event_com_snowplowanalytics_snowplow_web_vitals_1_0_0",
)
WEB_PAGE = "contexts_com_snowplowanalytics_snowplow_web_page_1_0_0"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_rows(file: Path) -> list[Row]:
    """The file's events; a row without an id is none."""
    with file.open(newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["event_id"]]


def milliseconds(moment: str) -> int:
    """A moment of the files, with or without a zone, always UTC, since 1970."""
    parsed = datetime.fromisoformat(moment.strip())
    parsed = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return (parsed - _EPOCH) // timedelta(milliseconds=1)


def app_ids(rows: Iterable[Row]) -> list[str]:
    """Every app id that the requests will name."""
    return sorted({row["app_id"] or DEMO for row in rows})


def payload_of(row: Row) -> dict[str, Any] | None:
    """A self-describing event's data under the names that its schema has; None where it has none.

    The consent banner's time is in the file as a text, and its schema as a number.
    """
    found = next((row[name] for name in PAYLOADS if row.get(name)), None)
    if found is None:
        return None
    data = {_camel(key): value for key, value in json.loads(found)[0].items()}
    if isinstance(data.get("elapsedTime"), str):
        data["elapsedTime"] = float(data["elapsedTime"])
    return data


def request_of(row: Row, payload: Mapping[str, Any] | None) -> dict[str, Any]:
    """The POST of one event at the time when it was received, as API Gateway hands it over."""
    body = {
        "schema": f"iglu:{CORE}/payload_data/jsonschema/1-0-4",
        "data": [dict(_parameters(row, payload))],
    }
    return {
        "version": "2.0",
        "rawPath": "/com.snowplowanalytics.snowplow/tp2",
        "rawQueryString": "",
        "headers": {"content-type": "application/json"},
        "cookies": [f"sp={row['network_userid']}"] if row.get("network_userid") else [],
        "requestContext": {
            "http": {
                "method": "POST",
                "sourceIp": "203.0.113.77",
                "userAgent": row["useragent"],
            },
            "requestId": row["event_id"],
            "timeEpoch": milliseconds(row["collector_tstamp"]),
        },
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def _parameters(row: Row, payload: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    kind = KINDS[row["event"] or "unstruct"]
    yield "e", kind
    yield "aid", row["app_id"] or DEMO
    yield from ((name, row[column]) for column, name in PARAMETERS.items() if row[column])
    for column, name in MOMENTS.items():
        if row[column]:
            yield name, str(milliseconds(row[column]))
    for name, (width, height) in SIZES.items():
        if row[width]:
            yield name, f"{row[width]}x{row[height]}"
    if kind == "ue" and payload is not None:
        yield "ue_pr", _packed("unstruct_event", {"schema": _schema(row), "data": payload})
    page = first_of(json.loads(row[WEB_PAGE]))
    if page["id"] is not None:
        described = {"schema": f"iglu:{CORE}/web_page/jsonschema/1-0-0", "data": page}
        yield "co", _packed("contexts", [described])


def _schema(row: Row) -> str:
    vendor, version = row["event_vendor"] or CORE, row["event_version"] or "1-0-0"
    return f"iglu:{vendor}/{row['event_name']}/jsonschema/{version}"


def _packed(envelope: str, data: Any) -> str:
    return json.dumps({"schema": f"iglu:{CORE}/{envelope}/jsonschema/1-0-0", "data": data})


def first_of(entities: Any) -> Any:
    """The first entity; some rows have it in a list of lists."""
    return first_of(entities[0]) if isinstance(entities, list) else entities


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
