"""The stream events-raw, for what is put on it again."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import uuid4

import boto3
from botocore.config import Config

from orchestration.retry import pause_before

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient

CLIENT_CONFIG = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"mode": "standard", "max_attempts": 5},
)
MOST_RECORDS_A_CALL = 500
LARGEST_CALL = 4 * 1024 * 1024
# About a minute: shards that are split or traffic that ebbs away give room again.
ATTEMPTS = 12


class RecordsRefused(RuntimeError):
    """Kinesis goes on refusing records; what it took is on the stream."""


@dataclass(frozen=True)
class RawStream:
    """Puts records; a throttled part is sent again alone, with jitter."""

    name: str
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)

    @cached_property
    def client(self) -> "KinesisClient":
        """The Kinesis client; botocore retries calls that fail whole."""
        return boto3.client("kinesis", config=CLIENT_CONFIG)

    def put(self, records: Sequence[bytes]) -> None:
        """Put the records of one call, all of them. Raises RecordsRefused."""
        left = list(records)
        for attempt in range(ATTEMPTS):
            left = self._call(left)
            if not left:
                return
            self.pause(pause_before(attempt))
        raise RecordsRefused(f"{self.name} goes on refusing {len(left)} records")

    def _call(self, records: Sequence[bytes]) -> list[bytes]:
        """The records that were refused."""
        answer = self.client.put_records(
            StreamName=self.name,
            Records=[{"Data": data, "PartitionKey": str(uuid4())} for data in records],
        )
        if not answer.get("FailedRecordCount"):
            return []
        return [d for d, a in zip(records, answer["Records"], strict=True) if a.get("ErrorCode")]
