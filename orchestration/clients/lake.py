"""The lake on S3: listing by load hour, reading lines, writing manifests."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from ingest_lambdas.contract.lake_layout import OVERSIZE_PREFIX, LakeKind, parse_key, prefix

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CLIENT_CONFIG = Config(
    connect_timeout=5,
    read_timeout=60,
    retries={"mode": "standard", "max_attempts": 5},
    max_pool_connections=16,
)
LARGEST_BODY_BYTES = 1024 * 1024
LONGEST_LINE_BYTES = 16 * 1024 * 1024


class LineTooLong(ValueError):
    """A line of a lake object is longer than any that Headwater writes."""


@dataclass(frozen=True, order=True)
class LakeFile:
    """One landed object."""

    key: str
    kind: LakeKind
    load_hour: str
    byte_count: int
    etag: str


@dataclass(frozen=True)
class Lake:
    """The two buckets: `received` and `rejected` hold clear personal data, `events` never."""

    bucket: str
    personal_bucket: str

    @cached_property
    def client(self) -> "S3Client":
        """The S3 client; botocore's standard mode retries with jitter."""
        return boto3.client("s3", config=CLIENT_CONFIG)

    def bucket_of(self, kind: LakeKind) -> str:
        """The bucket in which a kind lands."""
        return self.bucket if kind == "events" else self.personal_bucket

    def url(self, file: LakeFile) -> str:
        """The s3:// address of a file."""
        return f"s3://{self.bucket_of(file.kind)}/{file.key}"

    def files(self, kind: LakeKind, first: str = "", last: str = "") -> Iterator[LakeFile]:
        """Landed files of load hours `first` to `last`, both included; no bound where empty.

        Keys sort by hour, so one listing serves a single hour, the recent ones and all.
        """
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket_of(kind),
            Prefix=prefix(kind, first) if first and first == last else prefix(kind),
            StartAfter=prefix(kind, first),
        )
        for page in pages:
            for item in page.get("Contents", []):
                parsed = parse_key(item["Key"])
                if parsed is None:
                    continue
                if last and parsed[1] > last:
                    return
                yield LakeFile(item["Key"], *parsed, item["Size"], item["ETag"].strip('"'))

    def lines(self, file: LakeFile) -> Iterator[bytes]:
        """The file's lines, streamed; raises LineTooLong before memory could run out."""
        body = self.client.get_object(Bucket=self.bucket_of(file.kind), Key=file.key)["Body"]
        with body, gzip.GzipFile(fileobj=body) as unpacked:
            while line := unpacked.readline(LONGEST_LINE_BYTES):
                if len(line) == LONGEST_LINE_BYTES:
                    raise LineTooLong(f"{file.key} holds a line over {LONGEST_LINE_BYTES} bytes")
                if line.strip():
                    yield line

    def put(self, key: str, body: bytes, content_type: str = "application/json") -> str:
        """Write an object beside the lake's files; its s3:// address."""
        self.client.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=content_type)
        return f"s3://{self.bucket}/{key}"

    def put_oversize(self, name: str, body: bytes) -> str:
        """Keep a body that is too big for a record; its s3:// reference."""
        key = f"{OVERSIZE_PREFIX}{name}"
        self.client.put_object(Bucket=self.personal_bucket, Key=key, Body=body)
        return f"s3://{self.personal_bucket}/{key}"

    def oversize_body(self, reference: str) -> bytes | None:
        """The body that a record refers to; None where there is none of ours."""
        start = f"s3://{self.personal_bucket}/"
        if not reference.startswith(start + OVERSIZE_PREFIX):
            return None
        try:
            found = self.client.get_object(
                Bucket=self.personal_bucket, Key=reference.removeprefix(start)
            )
        except self.client.exceptions.NoSuchKey:
            return None
        body: bytes = found["Body"].read(LARGEST_BODY_BYTES)
        return body
