"""Which write key a request carries: in the Basic header, the query or the body, in that order."""

import base64
import binascii
from collections.abc import Mapping


def key_before_body(headers: Mapping[str, str], query: Mapping[str, str]) -> str | None:
    """The write key of the header or the query, for which the body need not be read."""
    return _basic_user(headers.get("authorization", "")) or query.get("writeKey")


def key_in_body(fields: Mapping[str, object]) -> str | None:
    """The write key among a body's own fields."""
    key = fields.get("writeKey")
    return key if isinstance(key, str) else None


def _basic_user(header: str) -> str | None:
    """The user of a Basic header; some SDKs leave out the colon before the empty password."""
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(credentials.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return decoded.partition(":")[0] or None
