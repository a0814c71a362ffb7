"""The lake on S3: listing by load hour, reading lines, writing manifests."""

import gzip
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import IO, TYPE_CHECKING

import boto3
from botocore.config import Config

from ingest_lambdas.contract.lake_layout import (
    COMPACTED_KINDS,
    MANIFEST_SUFFIX,
    OVERSIZE_PREFIX,
    LakeKind,
    compacted_prefix,
    parse_key,
    prefix,
)
from orchestration.clients.lake_file import LakeFile
from orchestration.clients.lake_manifest import read_manifest, without_replaced

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectTypeDef

CLIENT_CONFIG = Config(
    connect_timeout=5,
    read_timeout=60,
    retries={"mode": "standard", "max_attempts": 5},
    max_pool_connections=16,
)
LARGEST_BODY_BYTES = 1024 * 1024
LARGEST_MANIFEST_BYTES = 64 * 1024 * 1024
LONGEST_LINE_BYTES = 16 * 1024 * 1024


class LineTooLong(ValueError):
    """A line of a lake object is longer than any that Headwater writes."""


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
        """What holds each landed line of load hours `first` to `last` once, hours in order.

        Both hours are included; no bound where empty. Compacted files stand for their originals,
        which stay for a day, so that a listing that was begun before can be read to its end.
        """
        landed = self.landings(kind, first, last)
        if kind not in COMPACTED_KINDS:
            yield from landed
            return
        hour_of = attrgetter("load_hour")
        together = heapq.merge(self.compacted(kind, first, last), landed, key=hour_of)
        for _, files in groupby(together, key=hour_of):
            yield from without_replaced(files)

    def landings(self, kind: LakeKind, first: str = "", last: str = "") -> Iterator[LakeFile]:
        """Files as they landed, by key; of those that were compacted what is not yet deleted.

        Keys sort by hour, so one listing serves a single hour, the recent ones and all.
        """
        start = prefix(kind, first)
        for item in self._objects(kind, start if first and first == last else prefix(kind), start):
            parsed = parse_key(item["Key"])
            if parsed is None:
                continue
            if last and parsed[1] > last:
                return
            yield LakeFile(item["Key"], *parsed, item["Size"], item["ETag"].strip('"'))

    def compacted(self, kind: LakeKind, first: str = "", last: str = "") -> Iterator[LakeFile]:
        """Published compacted files, with what they replace. Raises UnreadableManifest."""
        start = compacted_prefix(kind, first)
        single = start if first and first == last else compacted_prefix(kind)
        for item in self._objects(kind, single, start):
            if not item["Key"].endswith(MANIFEST_SUFFIX):
                continue
            body = self.client.get_object(Bucket=self.bucket_of(kind), Key=item["Key"])["Body"]
            file = read_manifest(item["Key"], body.read(LARGEST_MANIFEST_BYTES))
            if last and file.load_hour > last:
                return
            yield file

    def _objects(self, kind: LakeKind, start: str, after: str) -> "Iterator[ObjectTypeDef]":
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket_of(kind), Prefix=start, StartAfter=after
        )
        for page in pages:
            yield from page.get("Contents", [])

    def lines(self, file: LakeFile) -> Iterator[bytes]:
        """The file's lines, streamed; raises LineTooLong before memory could run out."""
        body = self.client.get_object(Bucket=self.bucket_of(file.kind), Key=file.key)["Body"]
        with body:
            yield from unpacked_lines(body, file.key)

    def body(self, file: LakeFile) -> bytes:
        """A whole file as it is stored, for those that are known to be small."""
        stored = self.client.get_object(Bucket=self.bucket_of(file.kind), Key=file.key)["Body"]
        with stored:
            found: bytes = stored.read(file.byte_count)
        return found

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


def unpacked_lines(packed: "IO[bytes] | StreamingBody", name: str) -> Iterator[bytes]:
    """Lines of a gzip stream. Raises LineTooLong with the name."""
    with gzip.GzipFile(fileobj=packed) as unpacked:
        while line := unpacked.readline(LONGEST_LINE_BYTES):
            if len(line) == LONGEST_LINE_BYTES:
                raise LineTooLong(f"{name} holds a line over {LONGEST_LINE_BYTES} bytes")
            if line.strip():
                yield line
