"""Whether a webhook comes from who shares its secret, and is no old one sent again. Pure.

The sender signs a text that holds the moment and the body with HMAC-SHA256. Three spellings of the
header are read: the bare digest, `sha256=digest`, and `t=moment,v1=digest,…` with the moment in it.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from ingest_lambdas.contract.event_time import parse_moment
from ingest_lambdas.runtime.webhook_declarations import Webhook

DIGEST_BYTES = 32


class NotSigned(Exception):
    """The request is not what the sender signed, or not now: says why, never how to do better."""


def verify(
    webhook: Webhook, headers: Mapping[str, str], body: bytes, received_at: datetime
) -> None:
    """Raises NotSigned. `headers` have lower-case names; `body` is as it came."""
    given = headers.get(webhook.signature_header.lower(), "")
    pairs = [part.strip().partition("=") for part in given.split(",")]
    moments = [value for name, _, value in pairs if name == "t"]
    stamp = moments[0] if moments else headers.get(webhook.timestamp_header.lower(), "")
    _require_now(stamp, received_at, webhook.tolerance)
    digests = [value for name, _, value in pairs if name == "v1"] if moments else [given]
    if not any(_is_signature(webhook, digest, stamp, body) for digest in digests):
        raise NotSigned("the signature does not fit")


def _require_now(stamp: str, received_at: datetime, tolerance: timedelta) -> None:
    moment = _read_stamp(stamp)
    if moment is None:
        raise NotSigned("the moment of signing is missing")
    if abs(received_at - moment) > tolerance:
        raise NotSigned("the moment of signing is too far from now")


def _is_signature(webhook: Webhook, digest: str, stamp: str, body: bytes) -> bool:
    given = _read_digest(digest.removeprefix("sha256="))
    before, _, after = webhook.signed.partition("{body}")
    text = before.replace("{timestamp}", stamp).encode() + body
    text += after.replace("{timestamp}", stamp).encode()
    right = (hmac.new(secret.encode(), text, sha256).digest() for secret in webhook.secrets)
    # Every secret is tried, so that the time taken does not tell which one fits.
    return sum(hmac.compare_digest(given, one) for one in right) > 0


def _read_stamp(stamp: str) -> datetime | None:
    """Unix seconds, Unix milliseconds, or ISO 8601."""
    if stamp.isascii() and stamp.isdigit() and len(stamp) < 15:
        seconds = int(stamp)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 10**11 else seconds, UTC)
    return parse_moment(stamp)


def _read_digest(text: str) -> bytes:
    """Hexadecimal or base64; empty where it is neither."""
    try:
        return bytes.fromhex(text) if len(text) == 2 * DIGEST_BYTES else base64.b64decode(text)
    except (ValueError, binascii.Error):
        return b""
