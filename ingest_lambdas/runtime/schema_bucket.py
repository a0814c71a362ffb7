"""A static Iglu registry in S3: PREFIX/VENDOR/NAME/jsonschema/M-R-A."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ingest_lambdas.contract.schema import LARGEST_SCHEMA
from ingest_lambdas.contract.schema_ref import SchemaRef

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MOST_SCHEMAS = 10_000
AT_ONCE = 16


class TooManySchemas(RuntimeError):
    """The prefix holds more objects than a registry may."""


class SchemaBucket:
    """The schemas under one prefix. What does not lie where a schema would is passed over."""

    seconds_between_looks = 30.0

    def __init__(self, client: "S3Client", bucket: str, prefix: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def __str__(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}"

    def list(self) -> dict[SchemaRef, str]:
        """Each schema's ETag. Raises botocore's errors, TooManySchemas."""
        return dict(self._entries())

    def read(self, refs: Iterable[SchemaRef]) -> dict[SchemaRef, bytes]:
        """Their texts; those that are no longer there are left out. Raises botocore's errors."""
        wanted = list(refs)
        with ThreadPoolExecutor(min(AT_ONCE, max(1, len(wanted)))) as pool:
            texts = zip(wanted, pool.map(self._text, wanted), strict=True)
            return {ref: text for ref, text in texts if text is not None}

    def _entries(self) -> Iterator[tuple[SchemaRef, str]]:
        pages = self._client.get_paginator("list_objects_v2")
        seen = 0
        for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
            for entry in page.get("Contents", ()):
                seen += 1
                if seen > MOST_SCHEMAS:
                    raise TooManySchemas(f"more than {MOST_SCHEMAS:,} objects under {self}")
                if ref := _ref(entry["Key"].removeprefix(self._prefix)):
                    yield ref, entry["ETag"]

    def _text(self, ref: SchemaRef) -> bytes | None:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + ref.path)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise
        return found["Body"].read(LARGEST_SCHEMA + 1)


def _ref(path: str) -> SchemaRef | None:
    try:
        return SchemaRef.parse(f"iglu:{path}")
    except ValueError:
        return None
