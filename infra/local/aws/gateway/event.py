"""HTTP requests as API Gateway's payload format 2.0."""

import base64
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from infra.local.aws.account import Account
from infra.local.aws.gateway.routes import Match

_TEXTUAL = ("text/", "application/json", "application/xml", "application/javascript")
API_ID = "local"


@dataclass(frozen=True)
class HttpRequest:
    """One request as it came; names of headers are lower-case, the path is percent-encoded."""

    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    peer: str
    port: int
    protocol: str
    body: bytes


def payload(request: HttpRequest, match: Match, account: Account) -> dict[str, Any]:
    """The event of an invocation; keys that AWS leaves out when empty are left out."""
    headers = _joined((name, value) for name, value in request.headers if name != "cookie")
    cookies = [c.strip() for n, v in request.headers if n == "cookie" for c in v.split(";")]
    headers |= _forwarded(request, headers)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": match.route_key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context(request, headers, match, account),
        **_body(request, headers),
    }
    if cookies:
        event["cookies"] = cookies
    if request.query:
        pairs = parse_qsl(request.query, keep_blank_values=True)
        event["queryStringParameters"] = _joined(pairs)
    if match.path_parameters:
        event["pathParameters"] = match.path_parameters
    return event


def _context(
    request: HttpRequest, headers: dict[str, str], match: Match, account: Account
) -> dict[str, Any]:
    now = time.time()
    host = headers.get("host", "127.0.0.1")
    return {
        "accountId": account.number,
        "apiId": API_ID,
        "domainName": host,
        "domainPrefix": host.split(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.peer,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": uuid.uuid4().hex[:16],
        "routeKey": match.route_key,
        "stage": "$default",
        "time": f"{datetime.fromtimestamp(now, UTC):%d/%b/%Y:%H:%M:%S %z}",
        "timeEpoch": int(now * 1000),
    }


def _forwarded(request: HttpRequest, headers: dict[str, str]) -> dict[str, str]:
    """AWS appends the peer to X-Forwarded-For, and believes none of it for sourceIp."""
    before = headers.get("x-forwarded-for")
    return {
        "x-forwarded-for": f"{before}, {request.peer}" if before else request.peer,
        "x-forwarded-port": str(request.port),
        "x-forwarded-proto": "http",
    }


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Values of the same name joined by commas, in order."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _body(request: HttpRequest, headers: dict[str, str]) -> dict[str, Any]:
    """Text where type, encoding and bytes all say so; base64 otherwise."""
    if not request.body:
        return {"isBase64Encoded": False}
    kind = headers.get("content-type", "text/plain").strip().lower()
    if kind.startswith(_TEXTUAL) and "content-encoding" not in headers:
        try:
            return {"body": request.body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass
    return {"body": base64.b64encode(request.body).decode(), "isBase64Encoded": True}
