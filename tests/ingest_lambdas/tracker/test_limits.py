"""Sizes."""

import gzip
import zlib

import pytest

from ingest_lambdas.runtime.http_api import HttpError
from ingest_lambdas.tracker.limits import (
    LARGEST_BODY,
    MOST_GZIP_MEMBERS,
    check_items,
    plain_body,
)


def status_of(body: bytes, encoding: str) -> int:
    with pytest.raises(HttpError) as error:
        plain_body(body, encoding)
    return error.value.status


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", " x-gzip "])
def test_gzip_is_inflated(encoding: str) -> None:
    assert plain_body(gzip.compress(b"body"), encoding) == b"body"


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_a_plain_body_stays(encoding: str) -> None:
    assert plain_body(b"body", encoding) == b"body"


def test_the_limit_holds_before_and_after_inflating() -> None:
    full = b"x" * LARGEST_BODY
    assert plain_body(full, "") == full
    assert plain_body(gzip.compress(full), "gzip") == full
    assert status_of(full + b"x", "") == 413
    assert status_of(gzip.compress(full + b"x"), "gzip") == 413


def test_members_follow_each_other_up_to_a_limit() -> None:
    assert plain_body(gzip.compress(b"ab") * MOST_GZIP_MEMBERS, "gzip") == b"ab" * MOST_GZIP_MEMBERS
    assert status_of(gzip.compress(b"") * (MOST_GZIP_MEMBERS + 1), "gzip") == 400


@pytest.mark.parametrize(
    "body", [b"plain", gzip.compress(b"body")[:-6], zlib.compress(b"body"), b""]
)
def test_what_is_no_whole_gzip_is_unusable(body: bytes) -> None:
    assert status_of(body, "gzip") == 400


def test_an_unknown_encoding_is_unusable() -> None:
    assert status_of(b"body", "br") == 400


def test_a_batch_has_at_most_2500_items() -> None:
    check_items(2500)
    with pytest.raises(HttpError) as error:
        check_items(2501)
    assert error.value.status == 413
