"""Bodies too big for Kinesis."""

import boto3
import pytest
from botocore.exceptions import ClientError

from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.oversize_store import LARGEST_BODY, BodyMissing, OversizeStore

BUCKET = "headwater-personal"


@pytest.fixture
def store(aws: None) -> OversizeStore:
    return OversizeStore(clients.s3(), BUCKET)


def test_a_stored_body_comes_back_by_its_reference(store: OversizeStore) -> None:
    reference = store.put(b"\x00body\xff", "2026-11-23T22:44:00.123Z")
    assert reference.startswith(f"s3://{BUCKET}/oversize/2026-11-23/")
    assert store.get(reference) == b"\x00body\xff"


@pytest.mark.parametrize(
    "reference",
    [
        f"s3://{BUCKET}/oversize/none",
        f"s3://{BUCKET}/received/other",
        "s3://another-bucket/oversize/x",
        "file:///etc/passwd",
    ],
)
def test_a_reference_to_nothing_of_ours(store: OversizeStore, reference: str) -> None:
    with pytest.raises(BodyMissing):
        store.get(reference)


def test_a_body_bigger_than_the_tracker_takes_is_not_read(store: OversizeStore) -> None:
    body = b"x" * (LARGEST_BODY + 1)
    boto3.client("s3").put_object(Bucket=BUCKET, Key="oversize/huge", Body=body)
    with pytest.raises(BodyMissing):
        store.get(f"s3://{BUCKET}/oversize/huge")


def test_a_failing_s3_is_not_a_missing_body(aws: None) -> None:
    store = OversizeStore(clients.s3(), "no-such-bucket")
    with pytest.raises(ClientError):
        store.get("s3://no-such-bucket/oversize/x")
