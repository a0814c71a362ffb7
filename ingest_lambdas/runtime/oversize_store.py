"""Bodies too big for a Kinesis record: stored whole in the personal bucket, referred to by URI."""

from typing import TYPE_CHECKING
from uuid import uuid4

from botocore.exceptions import ClientError

from ingest_lambdas.contract.lake_layout import OVERSIZE_PREFIX

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LARGEST_BODY = 1024 * 1024


class BodyMissing(Exception):
    """A reference that leads to no body of ours: it never will, so there is no use in waiting."""


class OversizeStore:
    """Puts and gets bodies under oversize/. Errors of S3 itself are botocore's exceptions."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, body: bytes, received_at: str) -> str:
        """Stores a body under the day it was received on; returns its s3:// reference."""
        key = f"{OVERSIZE_PREFIX}{received_at[:10]}/{uuid4()}"
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body)
        return f"s3://{self._bucket}/{key}"

    def get(self, reference: str) -> bytes:
        """The body that a reference stands for. Raises BodyMissing."""
        start = f"s3://{self._bucket}/"
        if not reference.startswith(start + OVERSIZE_PREFIX):
            raise BodyMissing("the reference does not lead under oversize/ of the bucket")
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=reference.removeprefix(start))
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                raise BodyMissing("the referenced body does not exist") from error
            raise
        if answer["ContentLength"] > LARGEST_BODY:
            raise BodyMissing("the referenced body is bigger than any the tracker stores")
        return answer["Body"].read(LARGEST_BODY)
