"""What the fuzz tests send: what SDKs send, and what schemathesis draws from the contract."""

import base64
import json
import runpy
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable

PROJECT = Path(__file__).resolve().parents[4]
CONTRACT = yaml.safe_load((PROJECT / "docs" / "openapi.yaml").read_text())
# The same operations as under their long paths.
SHORT = {f"/v1/{letter}" for letter in "tpsigab"}
TP2 = "/com.snowplowanalytics.snowplow/tp2"


@dataclass(frozen=True)
class Sent:
    """A request as a client sends it; names of headers are in lower case."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def drawn(examples: int) -> list[Sent]:
    """Requests that schemathesis draws from the contract: as documented, and not."""
    import schemathesis
    from schemathesis.generation import GenerationMode

    schema = schemathesis.openapi.from_dict(CONTRACT)
    found: list[Sent] = []
    operations = [result.ok() for result in schema.get_all_operations()]
    for number, operation in enumerate(operations):
        if operation.method == "options" or operation.path in SHORT:
            continue
        for mode in GenerationMode:

            @seed(number)
            @settings(
                max_examples=examples,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(operation.as_strategy(generation_mode=mode))
            def draw(case: Any) -> None:
                found.append(_prepared(case))

            # Where everything is allowed there is nothing that is not.
            with suppress(Unsatisfiable):
                draw()
    return found


def _prepared(case: Any) -> Sent:
    arguments = case.as_transport_kwargs(base_url="http://t.example")
    request = requests.Request(
        **{k: v for k, v in arguments.items() if k in _OF_A_REQUEST}
    ).prepare()
    path, _, query = request.path_url.partition("?")
    body = request.body or b""
    headers = {name.lower(): _text(value) for name, value in request.headers.items()}
    return Sent(
        request.method, path, query, headers, body if isinstance(body, bytes) else body.encode()
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


_OF_A_REQUEST = ("method", "url", "headers", "params", "json", "data", "cookies")


def usual() -> list[Sent]:
    """Requests as SDKs and a CRM send them."""
    key = {"authorization": "Basic " + base64.b64encode(b"WK:").decode()}
    call = {"type": "track", "event": "Product Added", "anonymousId": "a", "messageId": "m"}
    call |= {"properties": {"price": 1.5, "products": [{"sku": "s"}]}, "context": {"ip": "1.2.3.4"}}
    event = {
        "e": "ue",
        "aid": "shop",
        "eid": "1",
        "dtm": "1795473840000",
        "tnuid": "n",
        "cx": "e30",
    }
    batch = {"batch": [call] * 3, "sentAt": "2026-11-23T22:44:00Z", "context": {"app": {}}}
    order = {"customer": {"id": "u", "plan": "gold"}, "order": "o", "total": "12.5"}
    narrow = {"origin": "https://a.narrow.example", **key}
    return [
        Sent("POST", "/v1/track", "", key, json.dumps(call).encode()),
        Sent("POST", "/v1/b", "writeKey=WK", narrow, json.dumps(batch).encode()),
        Sent("POST", "/beacon/v1/batch", "writeKey=WK", {}, json.dumps(batch).encode()),
        Sent("POST", "/v1/t", "", {}, json.dumps({**call, "writeKey": "NARROW"}).encode()),
        Sent("POST", TP2, "", {}, json.dumps({"schema": "iglu:x", "data": [event] * 2}).encode()),
        Sent("GET", "/i", "e=pv&aid=shop&eid=1&url=https%3A%2F%2Fa.example", {}),
        Sent("GET", "/v1/projects/WK/settings", "", {"host": "t.example"}),
        Sent("GET", "/sourceConfig/", "p=npm", key),
        Sent("POST", "/v1/webhooks/narrow", "", {}, json.dumps(order).encode()),
        Sent("POST", "/v1/webhooks/narrow", "", {}, json.dumps([order] * 3).encode()),
    ]


@pytest.fixture(scope="session")
def stock() -> Sequence[Sent]:
    """As many that are usual as are not: most of the mutator's should get far."""
    return [*usual() * 10, *drawn(2)]


@pytest.fixture(scope="session")
def mutator() -> Any:
    """The class; see mutator.py."""
    return runpy.run_path(str(Path(__file__).with_name("mutator.py")))["Mutator"]
