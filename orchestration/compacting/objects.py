"""Objects that the compaction writes, looks for and deletes."""

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from botocore.exceptions import ClientError

from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.clients.lake import Lake
from orchestration.clients.lake_file import LakeFile

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

KEYS_A_CALL = 1000
MISSING = ("404", "NoSuchKey", "NotFound")


class NotDeleted(RuntimeError):
    """S3 kept objects that it was asked to delete; the next run asks again."""


def store(lake: Lake, kind: LakeKind, key: str, body: bytes | IO[bytes]) -> str:
    """Write an object beside its kind; its entity tag."""
    stored = lake.client.put_object(Bucket=lake.bucket_of(kind), Key=key, Body=body)
    return stored["ETag"].strip('"')


def size_and_tag(lake: Lake, kind: LakeKind, key: str) -> tuple[int, str] | None:
    """An object's size and entity tag; None where there is none."""
    try:
        found = lake.client.head_object(Bucket=lake.bucket_of(kind), Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in MISSING:
            raise
        return None
    return found["ContentLength"], found["ETag"].strip('"')


def is_there(lake: Lake, file: LakeFile) -> bool:
    """Whether the lake holds the file as it was recorded."""
    return size_and_tag(lake, file.kind, file.key) == (file.byte_count, file.etag)


def delete(lake: Lake, kind: LakeKind, keys: Sequence[str]) -> None:
    """Delete objects, those that are gone already included. Raises NotDeleted."""
    for start in range(0, len(keys), KEYS_A_CALL):
        named: list[ObjectIdentifierTypeDef] = [
            {"Key": key} for key in keys[start : start + KEYS_A_CALL]
        ]
        answer = lake.client.delete_objects(
            Bucket=lake.bucket_of(kind), Delete={"Objects": named, "Quiet": True}
        )
        if errors := answer.get("Errors"):
            raise NotDeleted(f"{len(errors)} objects, such as {errors[0]}")
