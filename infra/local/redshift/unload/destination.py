"""The place in S3 that an UNLOAD writes to: what is there already, and the upload of files."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boto3.exceptions import S3UploadFailedError
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.objects import describe, split_address

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Of a file's parts; several of one file are sent at once.
PART_BYTES = 16 * 1024 * 1024
DELETED_AT_ONCE = 1000


class Destination:
    """Keys under one prefix. Every method raises CopyError with what S3 answered."""

    def __init__(self, client: "S3Client", address: str) -> None:
        self._client = client
        self.address = address
        self.bucket, self.prefix = split_address(address)

    def require_empty(self) -> None:
        """Raise where anything is under the prefix that files could overwrite."""
        if next(self._keys(self.prefix), None) is not None:
            raise CopyError(
                "Specified unload destination on S3 is not empty. Consider using a different "
                "bucket / prefix, manually removing the target files in S3, or using the "
                "ALLOWOVERWRITE option."
            )

    def clean(self, folder: str = "") -> None:
        """Delete what is under the prefix and `folder`."""
        keys = list(self._keys(self.prefix + folder))
        for start in range(0, len(keys), DELETED_AT_ONCE):
            objects: Any = [{"Key": key} for key in keys[start : start + DELETED_AT_ONCE]]
            try:
                self._client.delete_objects(Bucket=self.bucket, Delete={"Objects": objects})
            except (ClientError, BotoCoreError) as error:
                raise _failure(error, self.address) from error

    def upload(self, path: Path, name: str) -> str:
        """Send a file, in parts where it is large; its address."""
        key = self.prefix + name
        config = TransferConfig(multipart_chunksize=PART_BYTES, max_concurrency=4)
        try:
            self._client.upload_file(str(path), self.bucket, key, Config=config)
        except (ClientError, BotoCoreError, S3UploadFailedError) as error:
            raise _failure(error, f"s3://{self.bucket}/{key}") from error
        return f"s3://{self.bucket}/{key}"

    def _keys(self, prefix: str) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=prefix
        )
        try:
            for page in pages:
                yield from (item["Key"] for item in page.get("Contents", []))
        except (ClientError, BotoCoreError) as error:
            raise _failure(error, self.address) from error


def _failure(error: Exception, address: str) -> CopyError:
    if isinstance(error, ClientError):
        return CopyError(describe(error, address))
    return CopyError(f"S3ServiceException: {error}, {address}")
