"""A stream, a function that notes what it is handed, and mappings between them."""

import base64
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.local.aws.account import Account
from infra.local.aws.checkpoints import Checkpoints
from infra.local.aws.event_source.lane import Delivery
from infra.local.aws.event_source.mapping import mapping_from
from infra.local.aws.event_source.on_failure import FailureDestination
from infra.local.aws.event_source.poller import MappingPoller
from infra.local.aws.functions.function import Function, FunctionSettings
from infra.local.aws.kinesis.service import Kinesis
from infra.local.aws.object_store import ObjectStore

Behaviour = Callable[[list[str]], Any]


class Recorder:
    """A handler that notes the batches handed to it, then behaves as told."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.events: list[dict[str, Any]] = []
        self.behave: Behaviour = lambda batch: None
        self.lock = threading.Lock()

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        batch = [base64.b64decode(r["kinesis"]["data"]).decode() for r in event["Records"]]
        with self.lock:
            self.events.append(event)
            self.batches.append(batch)
        numbers = [record["kinesis"]["sequenceNumber"] for record in event["Records"]]
        answer = self.behave(batch)
        failed = [numbers[batch.index(item)] for item in answer or ()]
        return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}

    @property
    def seen(self) -> list[str]:
        return [item for batch in self.batches for item in batch]


class Shop:
    """A stream of one shard, a recording function, and mappings between them."""

    def __init__(
        self,
        kinesis: Kinesis,
        checkpoints: Checkpoints,
        account: Account,
        store: ObjectStore,
        recorder: Recorder,
    ) -> None:
        self.kinesis, self.checkpoints, self.account = kinesis, checkpoints, account
        self.store, self.recorder = store, recorder
        self.pollers: list[MappingPoller] = []
        kinesis.catalog.create("clicks", 1, "PROVISIONED")

    def put(self, *items: str, key: Callable[[str], str] = lambda item: "k") -> None:
        (shard,) = self.kinesis.catalog.require({"StreamName": "clicks"}).shards
        self.kinesis.logs.append({shard.log: [(key(item), item.encode()) for item in items]})

    def consume(self, timeout: float = 5.0, **parameters: Any) -> MappingPoller:
        arn = self.account.arn("kinesis", "stream/clicks")
        least = {"EventSourceArn": arn, "FunctionName": "f", "StartingPosition": "TRIM_HORIZON"}
        mapping = mapping_from(least | parameters)
        function = Function(FunctionSettings("f", "arn:f", "none:none", timeout))
        function._handler = self.recorder
        to = mapping.failure_destination
        destination = FailureDestination(to, self.store, mapping) if to else None
        delivery = Delivery(mapping, function, self.account, self.checkpoints, destination)
        poller = MappingPoller(delivery, self.kinesis.catalog, self.kinesis.logs)
        self.pollers.append(poller)
        poller.start()
        return poller

    def behind(self, poller: MappingPoller) -> int:
        return self.checkpoints.behind({"m": poller.readers()})["m"]


@pytest.fixture
def shop(
    kinesis: Kinesis, checkpoints: Checkpoints, account: Account, s3_server: int
) -> Iterator[Shop]:
    store = ObjectStore(f"http://127.0.0.1:{s3_server}", account)
    made = Shop(kinesis, checkpoints, account, store, Recorder())
    yield made
    for poller in made.pollers:
        poller.stop(5)
