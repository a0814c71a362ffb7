"""The local Kinesis over real HTTP, with faults to switch on."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import orjson
import pytest
from botocore.config import Config

from infra.local.aws.account import Account
from infra.local.aws.database import Database
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.http.json_services import JsonServices
from infra.local.aws.http.server import HttpServer
from infra.local.aws.kinesis.service import TARGET_PREFIX, Kinesis
from infra.local.aws.kinesis.throttle import ShardLimits
from infra.local.aws.record_log import RecordLogs

KEY = "HWTESTKEY"
STREAM = "events-raw"


@dataclass
class Streams:
    """A running Kinesis with one stream, and the faults that strike it."""

    port: int
    api: Any
    faults: Switchboard

    def environment(self) -> dict[str, str]:
        """What a process needs to reach it with its own boto3."""
        return {
            "AWS_ENDPOINT_URL_KINESIS": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "eu-west-1",
        }

    def items(self) -> Iterator[dict[str, Any]]:
        """Every item on the stream, as often as it arrived."""
        for shard in self.api.list_shards(StreamName=STREAM)["Shards"]:
            for record in self._records(shard["ShardId"]):
                yield from orjson.loads(orjson.loads(record["Data"])["body"])["batch"]

    def _records(self, shard: str) -> Iterator[dict[str, Any]]:
        place = self.api.get_shard_iterator(
            StreamName=STREAM, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while True:
            page = self.api.get_records(ShardIterator=place, Limit=1_000)
            yield from page["Records"]
            if not page["Records"] and not page["MillisBehindLatest"]:
                return
            place = page["NextShardIterator"]


@pytest.fixture
def streams(tmp_path: Path) -> Iterator[Callable[[int], Streams]]:
    """Makes a Kinesis whose stream has so many shards."""
    ended: list[Callable[[], None]] = []

    def start(shards: int) -> Streams:
        database = Database(tmp_path / "streams.sqlite")
        switchboard = Switchboard()
        account = Account(KEY, "000000000000", "eu-west-1", "secret")
        limits = ShardLimits(reads_per_second=1_000)
        kinesis = Kinesis(database, RecordLogs(database), account, switchboard, limits)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        server = HttpServer(
            JsonServices(KEY, {TARGET_PREFIX: kinesis.operations()}, switchboard), port
        )
        server.start()
        ended.extend([server.stop, database.close])
        api = boto3.client(
            "kinesis",
            endpoint_url=f"http://127.0.0.1:{port}",
            region_name="eu-west-1",
            aws_access_key_id=KEY,
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": 10, "mode": "standard"}),
        )
        ended.append(api.close)
        api.create_stream(StreamName=STREAM, ShardCount=shards)
        return Streams(port, api, switchboard)

    yield start
    for end in reversed(ended):
        end()


@pytest.fixture
def bad_weather() -> Iterator[Callable[[Switchboard], None]]:
    """Kinesis throttles, fails in part, refuses and drops its answers by turns, till the end."""
    over = threading.Event()
    threads: list[threading.Thread] = []
    turns = [
        {"kind": "throttle", "times": 2},
        {"kind": "partial", "times": 4, "fraction": 0.4},
        {"kind": "refuse", "times": 3},
        {"kind": "reset", "times": 1, "after": True},
        {"kind": "partial", "times": 2, "fraction": 1.0},
    ]

    def blow(faults: Switchboard) -> None:
        turn = 0
        while not over.wait(0.25):
            # Each spell is struck out before the next: piled up, they would outlast any patience.
            if not faults.listed():
                faults.switch_on({"operation": "PutRecords", **turns[turn % len(turns)]})
                turn += 1
        faults.switch_off()

    def start(faults: Switchboard) -> None:
        threads.append(threading.Thread(target=blow, args=(faults,)))
        threads[-1].start()

    yield start
    over.set()
    for thread in threads:
        thread.join()
