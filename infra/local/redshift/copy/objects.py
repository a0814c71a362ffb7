"""Which S3 objects a COPY reads: one object, everything under a prefix, or a manifest's entries."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.statement import CopyOptions

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MANIFEST_LIMIT = 64 * 1024 * 1024
JSONPATHS_LIMIT = 1024 * 1024
MISSING = ("NoSuchKey", "404", "NotFound")


@dataclass(frozen=True)
class SourceObject:
    """An object to read; one that is not `mandatory` may be missing."""

    bucket: str
    key: str
    mandatory: bool = True
    content_length: int | None = None

    @property
    def address(self) -> str:
        """Its s3:// address, as the load logs show it."""
        return f"s3://{self.bucket}/{self.key}"


def open_s3(region: str | None, credentials: dict[str, str]) -> "S3Client":
    """A client with bounded waits and retries with jitter; its endpoint is the AWS settings'."""
    return boto3.client(
        "s3",
        region_name=region,
        aws_access_key_id=credentials.get("aws_access_key_id"),
        aws_secret_access_key=credentials.get("aws_secret_access_key"),
        aws_session_token=credentials.get("token"),
        config=Config(
            connect_timeout=5,
            read_timeout=60,
            retries={"mode": "standard", "max_attempts": 5},
            max_pool_connections=16,
        ),
    )


def list_sources(client: "S3Client", source: str, options: CopyOptions) -> list[SourceObject]:
    """The objects in the order in which they are read. Raises CopyError when there is none."""
    if options.manifest:
        return _read_manifest(client, source, needs_length=options.file_format == "parquet")
    bucket, prefix = split_address(source)
    found = [SourceObject(bucket, key) for key in _keys_under(client, bucket, prefix)]
    if not found:
        raise CopyError(f"The specified S3 prefix '{prefix}' does not exist")
    return found


def read_small_object(client: "S3Client", address: str, limit: int) -> bytes:
    """A whole object of at most `limit` bytes, such as a manifest. Raises CopyError."""
    bucket, key = split_address(address)
    try:
        body = client.get_object(Bucket=bucket, Key=key)["Body"].read(limit + 1)
    except ClientError as error:
        raise CopyError(describe(error, address)) from error
    except BotoCoreError as error:
        raise CopyError(f"S3ServiceException: {error}, {address}") from error
    if len(body) > limit:
        raise CopyError(f"{address} is larger than {limit} bytes")
    return body


def split_address(address: str) -> tuple[str, str]:
    """Bucket and key of an s3:// address."""
    bucket, _, key = address.removeprefix("s3://").partition("/")
    return bucket, key


def describe(error: ClientError, address: str) -> str:
    """What S3 answered, in the words of Redshift's own message."""
    answer = error.response.get("Error", {})
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", "")
    return (
        f"S3ServiceException:{answer.get('Message', '')},Status {status},"
        f"Error {answer.get('Code', '')},{address}"
    )


def _keys_under(client: "S3Client", bucket: str, prefix: str) -> Iterator[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    try:
        for page in pages:
            for item in page.get("Contents", []):
                # A key that ends in a slash is the marker that consoles make for a folder.
                if not item["Key"].endswith("/"):
                    yield item["Key"]
    except ClientError as error:
        raise CopyError(describe(error, f"s3://{bucket}/{prefix}")) from error
    except BotoCoreError as error:
        raise CopyError(f"S3ServiceException: {error}, s3://{bucket}/{prefix}") from error


def _read_manifest(client: "S3Client", address: str, *, needs_length: bool) -> list[SourceObject]:
    text = read_small_object(client, address, MANIFEST_LIMIT)
    try:
        entries = json.loads(text)["entries"]
        found = [_manifest_entry(entry) for entry in entries]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CopyError(f"Manifest file is not in correct json format: {address}") from error
    if needs_length and any(entry.content_length is None for entry in found):
        # copy-parameters-data-source-s3, MANIFEST: columnar formats must tell it.
        raise CopyError(f"COPY of columnar files needs meta.content_length in {address}")
    return found


def _manifest_entry(entry: dict[str, Any]) -> SourceObject:
    bucket, key = split_address(entry["url"])
    if not entry["url"].startswith("s3://") or not key:
        raise CopyError("COPY with MANIFEST parameter requires full path of an S3 object. (8001)")
    length = entry.get("meta", {}).get("content_length")
    return SourceObject(bucket, key, bool(entry.get("mandatory", False)), length)
