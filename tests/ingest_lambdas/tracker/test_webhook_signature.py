"""Only who shares the secret, and only now."""

import base64
import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.runtime.webhook_declarations import Webhook
from ingest_lambdas.tracker.webhook_signature import NotSigned, verify

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
BODY = b'{"id": 1}'
RULE = Webhook(("new", "old"), ())


def digest(secret: str = "new", stamp: str = STAMP, body: bytes = BODY) -> bytes:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).digest()


@pytest.mark.parametrize(
    "headers",
    [
        {"x-headwater-signature": digest().hex(), "x-headwater-timestamp": STAMP},
        {"x-headwater-signature": f"sha256={digest('old').hex()}", "x-headwater-timestamp": STAMP},
        {"x-headwater-signature": f"t={STAMP}, v1=00, v1={digest().hex()}"},
        {
            "x-headwater-signature": base64.b64encode(digest()).decode(),
            "x-headwater-timestamp": STAMP,
        },
    ],
    ids=["bare", "named, old secret", "with its moment", "base64"],
)
def test_what_the_sender_signed_passes(headers: dict[str, str]) -> None:
    verify(RULE, headers, BODY, NOW)


@pytest.mark.parametrize("stamp", [STAMP, STAMP + "000", "2026-11-24T12:00:00Z"])
def test_the_moment_may_be_spelt_in_three_ways(stamp: str) -> None:
    signed = digest(stamp=stamp).hex()
    headers = {"x-headwater-signature": signed, "x-headwater-timestamp": stamp}
    verify(RULE, headers, BODY, NOW)


def test_other_senders_sign_other_texts_in_other_headers() -> None:
    rule = Webhook(("s",), (), "X-Sign", "X-Time", "v0:{timestamp}:{body}")
    text = f"v0:{STAMP}:".encode() + BODY
    headers = {"x-sign": hmac.new(b"s", text, sha256).hexdigest(), "x-time": STAMP}
    verify(rule, headers, BODY, NOW)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_one_sent_again_is_refused(minutes: int) -> None:
    headers = {"x-headwater-signature": digest().hex(), "x-headwater-timestamp": STAMP}
    with pytest.raises(NotSigned, match="too far from now"):
        verify(RULE, headers, BODY, NOW + timedelta(minutes=minutes))


@given(signature=st.text(), stamp=st.text() | st.just(STAMP), body=st.binary())
def test_nothing_else_passes_and_nothing_else_is_raised(
    signature: str, stamp: str, body: bytes
) -> None:
    headers = {"x-headwater-signature": signature, "x-headwater-timestamp": stamp}
    with pytest.raises(NotSigned):
        verify(RULE, headers, body, NOW)


@given(body=st.binary().filter(lambda body: body != BODY))
def test_another_body_does_not_pass(body: bytes) -> None:
    headers = {"x-headwater-signature": digest().hex(), "x-headwater-timestamp": STAMP}
    with pytest.raises(NotSigned, match="does not fit"):
        verify(RULE, headers, body, NOW)
