"""API Gateway HTTP API events (payload 2.0) in, responses out; CORS as the SDKs need it."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import orjson

from ingest_lambdas.contract.event_time import from_epoch_milliseconds

Response = dict[str, Any]
MOST_QUERY_FIELDS = 200
_ALLOWED_HEADERS = (
    "authorization, content-type, anonymousid, sentat, sp-anonymous, x-retry-count, "
    "rsa-retry-attempt, rsa-retry-reason, rsa-since-first-attempt, rsa-since-last-attempt"
)


class HttpError(Exception):
    """An answer other than 200; `retry_after` in seconds tells the sender to come again."""

    def __init__(self, status: int, code: str, message: str, retry_after: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Request:
    """The part of an HTTP request that handlers use. Header names are lower-case.

    `origin` is the web origin to which the answer is opened; None where there is none.
    """

    method: str
    path: str
    raw_query: str
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    origin: str | None
    request_id: str
    ip: str | None
    user_agent: str | None
    received_at: datetime
    raw_body: str
    is_base64: bool

    @classmethod
    def from_event(cls, event: Mapping[str, Any]) -> "Request":
        """Reads a payload-2.0 event. The gateway's clock says when it was received."""
        context = event["requestContext"]
        http = context["http"]
        headers = event.get("headers") or {}
        return cls(
            method=http["method"],
            path=event["rawPath"],
            raw_query=event.get("rawQueryString") or "",
            headers=headers,
            cookies=tuple(event.get("cookies") or ()),
            origin=headers.get("origin") or None,
            request_id=context["requestId"],
            ip=http.get("sourceIp") or None,
            user_agent=http.get("userAgent") or None,
            received_at=from_epoch_milliseconds(context["timeEpoch"]),
            raw_body=event.get("body") or "",
            is_base64=bool(event.get("isBase64Encoded")),
        )

    @property
    def query(self) -> dict[str, str]:
        """The query string's fields; the last of several of one name. Raises HttpError 400."""
        try:
            return dict(parse_qsl(self.raw_query, max_num_fields=MOST_QUERY_FIELDS))
        except ValueError as error:
            raise HttpError(400, "unreadable_query", "The query has too many fields.") from error

    @property
    def scheme(self) -> str:
        """https, unless the gateway says that the client came by http."""
        return "http" if self.headers.get("x-forwarded-proto") == "http" else "https"

    def cookie(self, name: str) -> str | None:
        """The value of a cookie."""
        start = f"{name}="
        found = (c[len(start) :] for c in self.cookies if c.startswith(start))
        return next(found, None)

    @property
    def body(self) -> bytes:
        """The body as sent. Raises HttpError 400."""
        if not self.is_base64:
            return self.raw_body.encode("utf-8", errors="surrogatepass")
        try:
            return base64.b64decode(self.raw_body, validate=True)
        except ValueError as error:
            raise HttpError(400, "unreadable_body", "The body is not base64.") from error


def answer(request: Request, body: Mapping[str, Any], status: int = 200) -> Response:
    """A JSON response."""
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json", **_cors(request)},
        "body": orjson.dumps(body).decode(),
        "isBase64Encoded": False,
    }


def answer_binary(request: Request, encoded: str, content_type: str) -> Response:
    """A response with a body that is given in base64."""
    return {
        "statusCode": 200,
        "headers": {"content-type": content_type, **_cors(request)},
        "body": encoded,
        "isBase64Encoded": True,
    }


def answer_error(request: Request, error: HttpError) -> Response:
    """The JSON response of an error: `code` and `message`, without which SDKs send again."""
    response = answer(request, {"code": error.code, "message": error.message}, error.status)
    if error.retry_after:
        response["headers"]["retry-after"] = str(error.retry_after)
    return response


def answer_preflight(request: Request) -> Response:
    """The response to OPTIONS: allows what browser SDKs ask for, and is cached for a day."""
    headers = {
        "access-control-allow-methods": "GET, POST, OPTIONS",
        "access-control-allow-headers": _ALLOWED_HEADERS,
        "access-control-max-age": "86400",
        **_cors(request),
    }
    return {"statusCode": 204, "headers": headers, "body": "", "isBase64Encoded": False}


def _cors(request: Request) -> dict[str, str]:
    if not request.origin:
        return {"vary": "origin"}
    return {
        "access-control-allow-origin": request.origin,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "retry-after",
        "vary": "origin",
    }
