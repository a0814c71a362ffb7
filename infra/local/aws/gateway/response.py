"""A function's result as an HTTP response, by payload format 2.0's rules."""

import base64
import binascii
from typing import Any

import orjson
from starlette.responses import Response

MOST_RESPONSE_BYTES = 10 * 1024 * 1024
_HOP_BY_HOP = {"connection", "content-length", "transfer-encoding", "keep-alive"}


class MalformedResult(ValueError):
    """The function returned what the gateway cannot turn into a response."""


def response_from(result: Any) -> Response:
    """The response of a result with a statusCode, or of any other JSON as its own body."""
    if not isinstance(result, dict) or "statusCode" not in result:
        return Response(orjson.dumps(result), 200, media_type="application/json")
    response = Response(_body(result), _status(result))
    for name, value in (result.get("headers") or {}).items():
        if name.lower() not in _HOP_BY_HOP:
            response.headers[name] = _text(value)
    if "content-type" not in response.headers and response.body:
        response.headers["content-type"] = "text/plain;charset=UTF-8"
    for cookie in result.get("cookies") or ():
        response.headers.append("set-cookie", _text(cookie))
    return response


def message(status: int, text: str) -> Response:
    """An answer of the gateway's own."""
    return Response(orjson.dumps({"message": text}), status, media_type="application/json")


def _status(result: dict[str, Any]) -> int:
    try:
        status = int(result["statusCode"])
    except (TypeError, ValueError):
        raise MalformedResult("statusCode is no number") from None
    if not 200 <= status <= 599:
        raise MalformedResult(f"statusCode {status}")
    return status


def _body(result: dict[str, Any]) -> bytes:
    body = result.get("body") or ""
    if not isinstance(body, str):
        raise MalformedResult("body is no text")
    if not result.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedResult("body is not base64") from None


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else str(orjson.dumps(value), "utf-8")
    if "\r" in text or "\n" in text:
        raise MalformedResult("a header holds a line break")
    return text
