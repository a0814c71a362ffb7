"""How big a request may be, checked before anything is read whole."""

import zlib

from ingest_lambdas.contract.identity import MOST_ITEMS_A_RECORD
from ingest_lambdas.runtime.http_api import HttpError

LARGEST_BODY = 500 * 1024
LARGEST_INLINE_BODY = 256 * 1024
_GZIP = 16 + zlib.MAX_WBITS


def plain_body(body: bytes, encoding: str) -> bytes:
    """The body without its content encoding. Raises HttpError 400 or 413."""
    encoding = encoding.strip().lower()
    if encoding in ("gzip", "x-gzip"):
        return _inflate(body)
    if encoding not in ("", "identity"):
        raise HttpError(400, "unknown_encoding", f"Content-Encoding {encoding} is not supported.")
    if len(body) > LARGEST_BODY:
        raise _too_large()
    return body


def check_items(count: int) -> None:
    """Raises HttpError 413 where a batch has more items than a record may stand for."""
    if count > MOST_ITEMS_A_RECORD:
        message = f"A batch holds at most {MOST_ITEMS_A_RECORD} events."
        raise HttpError(413, "too_many_events", message)


def _inflate(body: bytes) -> bytes:
    """Inflates at most one byte more than is allowed, whatever the archive claims."""
    inflater = zlib.decompressobj(_GZIP)
    try:
        plain = inflater.decompress(body, LARGEST_BODY + 1)
    except zlib.error as error:
        raise HttpError(400, "unreadable_body", "The body is not gzip.") from error
    if len(plain) > LARGEST_BODY:
        raise _too_large()
    if not inflater.eof:
        raise HttpError(400, "unreadable_body", "The gzip body is not complete.")
    return plain


def _too_large() -> HttpError:
    return HttpError(413, "body_too_large", f"A body holds at most {LARGEST_BODY} bytes.")
