"""docs/openapi.yaml and the handler: each documented answer is produced, and there is no other."""

import gzip
import hmac
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import validate

from ingest_lambdas.tracker.routes import PREFLIGHT_ROUTE, ROUTES

PROJECT = Path(__file__).resolve().parents[3]
CONTRACT = yaml.safe_load((PROJECT / "docs" / "openapi.yaml").read_text())
TP2 = "/com.snowplowanalytics.snowplow/tp2"
GOOD = {
    "call": json.dumps({"anonymousId": "a", "event": "E", "messageId": "m"}),
    "batch": json.dumps({"batch": [{"type": "page", "userId": "u"}], "sentAt": "x"}),
    "webhook": json.dumps({"customer": {"id": "u", "plan": "gold"}, "order": "o"}),
    "tp2": json.dumps({"data": [{"e": "pv", "eid": "1", "aid": "narrow"}]}),
}
Make = Callable[..., Any]
Asked = dict[str, Any]


def resolved(node: Any) -> Any:
    """A node of the contract, or what it refers to."""
    while isinstance(node, dict) and set(node) == {"$ref"}:
        found: Any = CONTRACT
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path, operation) of all that is documented."""
    return [
        (method.upper(), path, operation)
        for path, item in CONTRACT["paths"].items()
        for method, operation in resolved(item).items()
        if method != "parameters"
    ]


def good_request(method: str, path: str) -> Asked:
    """A request that is answered 200, from a source with limits."""
    if method == "OPTIONS":
        return {"path": path, "method": method}
    if path == TP2:
        return {"path": path, "body": GOOD["tp2"], "headers": {}}
    if path == "/i":
        return {"path": path, "method": "GET", "query": "e=pv&eid=1&aid=narrow", "headers": {}}
    headers = {"host": "t.example", "authorization": "Basic TkFSUk9XOg=="}
    if path.startswith("/v1/projects"):
        return {"path": "/v1/projects/NARROW/settings", "method": "GET", "headers": headers}
    if path.startswith("/sourceConfig"):
        return {"path": path, "method": "GET", "headers": headers}
    if path.startswith("/v1/webhooks"):
        return signed({"path": "/v1/webhooks/narrow", "body": GOOD["webhook"]})
    body = GOOD["batch" if path.endswith(("batch", "/b")) else "call"]
    return {"path": path, "body": body, "headers": headers}


def signed(asked: Asked) -> Asked:
    """A webhook's request as its sender signs it, at the moment of the gateway's clock."""
    text = f"1795473840.{asked['body']}".encode()
    signature = hmac.new(b"the-secret-of-now", text, sha256).hexdigest()
    headers = {"x-headwater-signature": signature, "x-headwater-timestamp": "1795473840"}
    return {**asked, "headers": {**asked.get("headers", {}), **headers}}


def spoilt(asked: Asked, status: str) -> Asked:
    """The same request, so that it is answered with another status."""
    changed = changed_for(asked, status)
    return signed(changed) if asked["path"] == "/v1/webhooks/narrow" else changed


def changed_for(asked: Asked, status: str) -> Asked:
    headers = dict(asked.get("headers", {}))
    if status == "403":
        return {**asked, "headers": {**headers, "origin": "https://evil.example"}}
    if status == "401":
        return unknown(asked, headers)
    if status == "400":
        return unusable(asked, headers)
    if status == "413":
        return {**asked, "body": '{"x": "' + "x" * 512_000 + '"}'}
    return asked


def unknown(asked: Asked, headers: dict[str, str]) -> Asked:
    headers.pop("authorization", None)
    changed = {k: v.replace("narrow", "who") for k, v in asked.items() if k in ("body", "query")}
    path = asked["path"].replace("NARROW", "WHO").replace("/narrow", "/who")
    return {**asked, **changed, "headers": headers, "path": path}


def unusable(asked: Asked, headers: dict[str, str]) -> Asked:
    if asked["path"].endswith("/settings"):
        return {**asked, "headers": {**headers, "host": "no host"}}
    if asked.get("method") == "GET":
        return {**asked, "query": "&".join(f"a{n}=1" for n in range(201)), "headers": {}}
    return {**asked, "body": "nonsense"}


def prepared(make: Make, http_event: Make, asked: Asked, status: str) -> Any:
    """A tracker that is in the state in which it gives the status."""
    if status == "503" and asked.get("method") == "GET" and asked["path"] != "/i":
        return make(sources_file=Path("no-such-file"))
    bench = make(**({"fails": lambda call, position: True} if status == "503" else {}))
    if status == "429":
        many = json.dumps({"batch": [{}] * 9, "writeKey": "NARROW"})
        assert bench.send(http_event(body=many, headers={}))["statusCode"] == 200
    return bench


def check(answer: dict[str, Any], operation: dict[str, Any]) -> None:
    """Whether an answer is one that the operation documents, to the letter."""
    documented = resolved(operation["responses"][str(answer["statusCode"])])
    for name, header in documented.get("headers", {}).items():
        header = resolved(header)
        sent = answer.get("cookies", []) if name == "Set-Cookie" else []
        sent = [*sent, *([answer["headers"][name.lower()]] if header.get("required") else [])]
        for text in sent:
            assert Draft202012Validator(header["schema"]).is_valid(text), (name, text)
    if "content" not in documented:
        assert answer["body"] == ""
        return
    [(kind, media)] = documented["content"].items()
    assert answer["headers"]["content-type"] == kind
    if "schema" in media:
        schema = {**media["schema"], "components": CONTRACT["components"]}
        Draft202012Validator(schema).validate(json.loads(answer["body"]))


def test_the_document_is_openapi() -> None:
    validate(CONTRACT)


def test_the_document_has_the_routes_and_no_others() -> None:
    documented = {f"{method} {path}" for method, path, _ in operations() if method != "OPTIONS"}
    assert documented == {route.key for route in ROUTES}
    assert all("options" in resolved(item) for item in CONTRACT["paths"].values())
    assert PREFLIGHT_ROUTE == "OPTIONS /{proxy+}"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [(method, path, status) for method, path, op in operations() for status in op["responses"]],
)
def test_every_documented_answer_is_given(
    tracker_bench: Make, http_event: Make, method: str, path: str, status: str
) -> None:
    asked = good_request(method, path)
    bench = prepared(tracker_bench, http_event, asked, status)
    answer = bench.send(http_event(**spoilt(asked, status)))
    assert answer["statusCode"] == int(status), answer
    [operation] = [op for m, p, op in operations() if (m, p) == (method, path)]
    check(answer, operation)


def test_a_zipped_body_is_documented_and_taken(tracker_bench: Make, http_event: Make) -> None:
    for path, body in (("/v1/b", GOOD["batch"]), ("/v1/t", GOOD["call"]), (TP2, GOOD["tp2"])):
        asked = good_request("POST", path)
        headers = {**asked["headers"], "content-encoding": "gzip"}
        zipped = {**asked, "headers": headers, "body": gzip.compress(body.encode())}
        assert tracker_bench().send(http_event(**zipped))["statusCode"] == 200
