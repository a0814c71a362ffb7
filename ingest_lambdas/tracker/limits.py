"""How big a request may be, checked before anything is read whole."""

import zlib

from ingest_lambdas.contract.identity import MOST_ITEMS_A_RECORD
from ingest_lambdas.runtime.http_api import HttpError

LARGEST_BODY = 500 * 1024
LARGEST_INLINE_BODY = 256 * 1024
PEEKED = 64 * 1024
# Every member costs a copy of what follows it: a body of empty ones would cost half a minute.
MOST_GZIP_MEMBERS = 32
_GZIP = 16 + zlib.MAX_WBITS


def plain_body(body: bytes, encoding: str) -> bytes:
    """The body without its content encoding. Raises HttpError 400 or 413."""
    encoding = encoding.strip().lower()
    if encoding in ("gzip", "x-gzip"):
        return _inflate(body)
    if encoding not in ("", "identity"):
        message = f"Content-Encoding {encoding[:40]} is not supported; gzip is."
        raise HttpError(400, "unknown_encoding", message)
    if len(body) > LARGEST_BODY:
        raise _too_large()
    return body


def beginning(body: bytes, encoding: str) -> bytes:
    """The first PEEKED bytes of a body that plain_body finds too large."""
    if encoding.strip().lower() in ("gzip", "x-gzip"):
        return zlib.decompressobj(_GZIP).decompress(body, PEEKED)
    return body[:PEEKED]


def check_items(count: int) -> None:
    """Raises HttpError 413 where a batch has more items than a record may stand for."""
    if count > MOST_ITEMS_A_RECORD:
        message = f"A batch holds at most {MOST_ITEMS_A_RECORD} events."
        raise HttpError(413, "too_many_events", message)


def _inflate(body: bytes) -> bytes:
    """Inflates at most one byte more than is allowed, whatever the archive claims.

    A gzip file may consist of several members, one after the other.
    """
    parts: list[bytes] = []
    room = LARGEST_BODY + 1
    while body:
        if len(parts) == MOST_GZIP_MEMBERS:
            raise HttpError(400, "unreadable_body", "The gzip body has too many members.")
        part, body = _inflate_member(body, room)
        parts.append(part)
        room -= len(part)
        if room <= 0:
            raise _too_large()
    if not parts:
        raise HttpError(400, "unreadable_body", "The body is not gzip.")
    return b"".join(parts)


def _inflate_member(body: bytes, room: int) -> tuple[bytes, bytes]:
    """(what a member inflates to, up to `room` bytes; what follows it). Raises HttpError 400."""
    inflater = zlib.decompressobj(_GZIP)
    try:
        plain = inflater.decompress(body, room)
    except zlib.error as error:
        raise HttpError(400, "unreadable_body", "The body is not gzip.") from error
    if len(plain) < room and not inflater.eof:
        raise HttpError(400, "unreadable_body", "The gzip body is not complete.")
    return plain, inflater.unused_data


def _too_large() -> HttpError:
    return HttpError(413, "body_too_large", f"A body holds at most {LARGEST_BODY} bytes.")
