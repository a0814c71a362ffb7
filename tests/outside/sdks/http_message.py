"""A request as it came over the wire, and the tracker's own refusals of it."""

import asyncio
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import unquote

from ingest_lambdas.runtime.http_api import HttpError, Request, answer_error
from ingest_lambdas.tracker.intake import unavailable

# Ids of Segment's and RudderStack's items, of Snowplow's in a body, of Snowplow's in a query.
_EVENT_ID = re.compile(r'"(?:messageId|eid)"\s*:\s*"([^"]+)"|[?&]eid=([^&\s]+)')
_ANY_GZIP = 32 + zlib.MAX_WBITS
_CONNECTION = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)


@dataclass(frozen=True)
class Message:
    """`head` ends with the empty line; names of `headers` are lower-case."""

    head: bytes
    headers: dict[str, str]
    body: bytes

    @property
    def target(self) -> str:
        """The path with its query."""
        return self.head.split(b" ", 2)[1].decode()

    def event_ids(self) -> set[str]:
        """Ids of the events that it carries; none for preflights and settings."""
        if self.head.startswith(b"OPTIONS"):
            return set()
        body = self.body
        if body and self.headers.get("content-encoding") == "gzip":
            body = zlib.decompress(body, _ANY_GZIP)
        found = _EVENT_ID.findall(f"{self.target}\n{body.decode()}")
        return {unquote(in_body or in_query) for in_body, in_query in found}

    def closing(self) -> bytes:
        """The same, asking for the connection to be closed after the answer."""
        head = _CONNECTION.sub(b"", self.head).removesuffix(b"\r\n")
        return head + b"Connection: close\r\n\r\n" + self.body


async def read_message(reader: asyncio.StreamReader) -> Message:
    """The next request. Raises IncompleteReadError where the client sends none."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    if "transfer-encoding" in headers:
        raise NotImplementedError("the line carries no chunked requests")
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Message(head, headers, body)


def refusal(message: Message, status: int) -> bytes:
    """What the tracker itself answers with this status, CORS and Retry-After included."""
    limited = HttpError(429, "rate_limited", "The source sends more than it may.", 1)
    response = answer_error(_request(message), limited if status == 429 else unavailable())
    body = str(response["body"]).encode()
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in response["headers"].items()]
    lines += [f"content-length: {len(body)}", "connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


def _request(message: Message) -> Request:
    return Request(
        method=message.head.split(b" ", 1)[0].decode(),
        path=message.target.partition("?")[0],
        raw_query="",
        headers=message.headers,
        cookies=(),
        origin=message.headers.get("origin"),
        request_id="",
        ip=None,
        user_agent=None,
        received_at=datetime.now(UTC),
        raw_body="",
        is_base64=False,
    )
