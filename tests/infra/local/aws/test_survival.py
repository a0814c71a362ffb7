"""The whole process killed and stopped in mid-work: nothing acknowledged is lost, order is kept."""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from infra.local.settings import Stack, child_environment, open_stack

SCRIPT = Path(__file__).with_name("survival_process.py")
STREAM = "events-raw"


class Installation:
    """A streams process on a home of its own."""

    def __init__(self, stack: Stack, eventually: Callable[..., Any]) -> None:
        self.stack = stack
        self.seen = stack.file("seen")
        self._eventually = eventually
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = child_environment(self.stack) | {"TEST_SEEN_FILE": str(self.seen)}
        with self.stack.file("log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(SCRIPT)], env=environment, stdout=log, stderr=log
            )
        self._eventually(self.answers)

    def answers(self) -> bool:
        try:
            return bool(self.page("/_health"))
        except OSError:
            return False

    def page(self, path: str) -> Any:
        with urllib.request.urlopen(self.stack.url("streams") + path, timeout=5) as answer:
            return json.loads(answer.read())

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait(10)

    def crash_within_a_put(self) -> None:
        """Let the process die between storing records and answering."""
        assert self._process
        key = f"AWS4-HMAC-SHA256 Credential={self.stack.access_key}/"
        fault = json.dumps({"kind": "crash", "operation": "PutRecords", "after": True}).encode()
        address = self.stack.url("streams") + "/_faults"
        request = urllib.request.Request(address, fault, {"Authorization": key}, method="POST")
        urllib.request.urlopen(request, timeout=5).close()
        assert self._process.wait(20) == -signal.SIGKILL

    def terminate(self) -> int:
        assert self._process
        self._process.terminate()
        return self._process.wait(20)

    def deliveries(self) -> list[tuple[str, str, str]]:
        """(shard, sequence number, data) as handed to the function, in that order."""
        return [tuple(line.split(" ", 2)) for line in self.seen.read_text().splitlines()]  # type: ignore[misc]


@pytest.fixture
def installation(
    tmp_path: Path, s3_server: int, eventually: Callable[..., Any]
) -> Iterator[Installation]:
    made = open_stack(tmp_path, free_ports=True)
    described = tmp_path / "stack.json"
    content = json.loads(described.read_text())
    content["ports"]["s3"] = s3_server
    described.write_text(json.dumps(content))
    installation = Installation(open_stack(tmp_path), eventually)
    assert made.access_key == installation.stack.access_key
    yield installation
    installation.kill()


class Producer:
    """Puts numbered records until told to end, and keeps the journal of what was acknowledged."""

    def __init__(self, kinesis: Any) -> None:
        self._kinesis = kinesis
        self.acknowledged: list[str] = []
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.ended.set()
        self._thread.join(30)

    def _run(self) -> None:
        number = 0
        while not self.ended.is_set():
            names = [f"record-{number + i:06d}" for i in range(20)]
            number += 20
            records = [{"Data": name.encode(), "PartitionKey": name} for name in names]
            try:
                answer = self._kinesis.put_records(StreamName=STREAM, Records=records)
            except (BotoCoreError, ClientError):
                self.ended.wait(0.02)
                continue
            self.acknowledged += [
                name
                for name, outcome in zip(names, answer["Records"], strict=True)
                if "SequenceNumber" in outcome
            ]


def provision(installation: Installation, client: Callable[..., Any]) -> Any:
    port, key = installation.stack.ports["streams"], installation.stack.access_key
    kinesis = client("kinesis", port, key)
    kinesis.create_stream(StreamName=STREAM, ShardCount=2)
    transform = "arn:aws:lambda:eu-west-1:000000000000:function:archiver"
    parameters = [{"ParameterName": "LambdaArn", "ParameterValue": transform}]
    client("firehose", port, key).create_delivery_stream(
        DeliveryStreamName="received",
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={
            "KinesisStreamARN": f"arn:aws:kinesis:eu-west-1:000000000000:stream/{STREAM}",
            "RoleARN": "arn:aws:iam::000000000000:role/r",
        },
        ExtendedS3DestinationConfiguration={
            "RoleARN": "arn:aws:iam::000000000000:role/r",
            "BucketARN": "arn:aws:s3:::bucket",
            "Prefix": "received/",
            "BufferingHints": {"IntervalInSeconds": 1, "SizeInMBs": 1},
            "CompressionFormat": "GZIP",
            "ProcessingConfiguration": {
                "Enabled": True,
                "Processors": [{"Type": "Lambda", "Parameters": parameters}],
            },
        },
    )
    return kinesis


def assert_first_deliveries_are_in_order(deliveries: list[tuple[str, str, str]]) -> None:
    firsts: dict[str, dict[str, None]] = {}
    for shard, sequence, _ in deliveries:
        firsts.setdefault(shard, {})[sequence] = None
    for sequences in firsts.values():
        assert all(one < other for one, other in pairwise(sequences))


def test_every_acknowledged_record_survives_kill_9(
    installation: Installation,
    client: Callable[..., Any],
    s3: Any,
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    installation.start()
    producer = Producer(provision(installation, client))
    producer.start()
    for _ in range(2):
        before = len(producer.acknowledged)
        eventually(lambda before=before: len(producer.acknowledged) > before + 200)
        installation.kill()
        installation.start()
    installation.crash_within_a_put()
    installation.start()
    producer.stop()
    eventually(lambda: installation.page("/_lag")["drained"])
    deliveries = installation.deliveries()
    assert len(producer.acknowledged) > 400
    assert set(producer.acknowledged) <= {data for _, _, data in deliveries}
    assert_first_deliveries_are_in_order(deliveries)
    landed = b"".join(objects("received/").values()).decode().split("\n")
    assert {data for _, _, data in deliveries} == set(landed) - {""}


def test_a_stop_finishes_what_is_at_hand_and_a_start_goes_on_without_repeating(
    installation: Installation,
    client: Callable[..., Any],
    s3: Any,
    eventually: Callable[..., Any],
) -> None:
    installation.start()
    producer = Producer(provision(installation, client))
    producer.start()
    eventually(lambda: len(producer.acknowledged) > 300)
    assert installation.terminate() == 0
    producer.stop()
    installation.start()
    eventually(lambda: installation.page("/_lag")["drained"])
    deliveries = [data for _, _, data in installation.deliveries()]
    assert set(producer.acknowledged) <= set(deliveries)
    assert len(deliveries) == len(set(deliveries))


def test_a_second_process_ends_before_it_consumes(
    installation: Installation, client: Callable[..., Any], s3: Any
) -> None:
    installation.start()
    environment = child_environment(installation.stack) | {"TEST_SEEN_FILE": os.devnull}
    second = subprocess.run(
        [sys.executable, str(SCRIPT)], env=environment, capture_output=True, timeout=60
    )
    assert second.returncode == 1
    assert b"BlockingIOError" in second.stderr
    assert installation.answers()
