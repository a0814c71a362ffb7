"""Snowplow events, put together as a tracker does."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.protocols.snowplow.adapter import normalise

CORE = "com.snowplowanalytics.snowplow"
Described = tuple[str, Any]


def _pack(envelope: str, data: Any) -> str:
    schema = f"iglu:{CORE}/{envelope}/jsonschema/1-0-0"
    return json.dumps({"schema": schema, "data": data})


def _describe(described: Described) -> dict[str, Any]:
    place, data = described
    place = place if "/jsonschema/" in place else f"{place}/jsonschema/1-0-0"
    return {"schema": f"iglu:{place}", "data": data}


def _snowplow_event(
    kind: str, *entities: Described, event: Described | None = None, **parameters: Any
) -> dict[str, Any]:
    """An event with plain texts; `parameters` over it."""
    item: dict[str, Any] = {"e": kind, "eid": "e-1", "aid": "shop", "duid": "device-1"}
    if event:
        item["ue_pr"] = _pack("unstruct_event", _describe(event))
    if entities:
        item["co"] = _pack("contexts", [_describe(entity) for entity in entities])
    return {**item, **parameters}


def _encoded(item: dict[str, Any], url_safe: bool, padded: bool) -> dict[str, Any]:
    """The same event with its self-describing parts in base64."""
    names = {"ue_pr": "ue_px", "co": "cx"}
    encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
    done = {}
    for key, value in item.items():
        if key in names:
            text = encode(value.encode()).decode()
            done[names[key]] = text if padded else text.rstrip("=")
        else:
            done[key] = value
    return done


@pytest.fixture(scope="session")
def snowplow_event() -> Callable[..., dict[str, Any]]:
    return _snowplow_event


@pytest.fixture(scope="session")
def encoded() -> Callable[..., dict[str, Any]]:
    return _encoded


@pytest.fixture(scope="session")
def call_of() -> Callable[..., Call]:
    """The call of an event in a request whose network id is network-1."""

    def read(item: Any, **record: Any) -> Call:
        return normalise(item, {"network_user_id": "network-1", **record})

    return read
