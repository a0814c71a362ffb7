"""API Gateway HTTP API events (payload 2.0) in, responses out; CORS as the SDKs need it."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import orjson

from ingest_lambdas.contract.event_time import from_epoch_milliseconds

Response = dict[str, Any]
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
    """The part of an HTTP request that handlers use. Header names are lower-case."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
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
        return cls(
            method=http["method"],
            path=event["rawPath"],
            query=dict(parse_qsl(event.get("rawQueryString", ""), max_num_fields=100)),
            headers=event.get("headers") or {},
            request_id=context["requestId"],
            ip=http.get("sourceIp") or None,
            user_agent=http.get("userAgent") or None,
            received_at=from_epoch_milliseconds(context["timeEpoch"]),
            raw_body=event.get("body") or "",
            is_base64=bool(event.get("isBase64Encoded")),
        )

    @property
    def body(self) -> bytes:
        """The body as sent. Raises HttpError 400."""
        if not self.is_base64:
            return self.raw_body.encode("utf-8", errors="surrogatepass")
        try:
            return base64.b64decode(self.raw_body, validate=True)
        except binascii.Error as error:
            raise HttpError(400, "unreadable_body", "The body is not base64.") from error


def answer(request: Request, body: Mapping[str, Any], status: int = 200) -> Response:
    """A JSON response."""
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json", **_cors(request)},
        "body": orjson.dumps(body).decode(),
        "isBase64Encoded": False,
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
    origin = request.headers.get("origin")
    if not origin:
        return {}
    return {
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "retry-after",
        "vary": "origin",
    }
