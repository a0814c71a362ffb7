"""The path from events-raw into the warehouse in this process: the real archiver and collector,
the real lake, loader and warehouse; only the streams between them are lists."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from ingest_lambdas.archiver.handler import archive_line
from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from ingest_lambdas.contract.lake_layout import LakeKind, prefix
from ingest_lambdas.contract.registry import SCHEMAS, Registry, packaged, read_folder
from ingest_lambdas.runtime.oversize_store import OversizeStore
from orchestration.clients.lake import Lake
from orchestration.clients.raw_stream import RawStream
from orchestration.clients.warehouse import Warehouse
from orchestration.loading.loader import Target, load_hours
from orchestration.loading.tables import prepare_tables
from tests.orchestration.replaying.deployed_collector import (
    SHARD,
    Context,
    Taken,
    collector_on,
    lambda_event,
)

ROLE = "arn:aws:iam::000000000000:role/copy"
RECEIVED_AT = "2026-11-01T10:00:01.000Z"
VIEWED = "io.headwater/product_viewed"
FACTS = """
create table marts.fct_events as
select event_key, min(arrival_id) as arrival_id from (
    select e.* from raw.events as e
    left join (select arrival_id, max(attempt) as attempt from raw.rejected_events group by 1) as r
        on r.arrival_id = e.arrival_id and r.attempt > e.attempt
    where r.arrival_id is null
) as good group by event_key
"""


class Shard:
    """events-raw; whoever puts on it dies once it holds `dies_after` records."""

    def __init__(self) -> None:
        self.records: list[bytes] = []
        self.flowed = 0
        self.dies_after: int | None = None

    def put_records(self, StreamName: str, Records: Sequence[dict[str, Any]]) -> dict[str, Any]:
        if self.dies_after is not None and len(self.records) >= self.dies_after:
            raise Killed
        self.records += [record["Data"] for record in Records]
        return {"FailedRecordCount": 0, "Records": [{"SequenceNumber": "1"}] * len(Records)}


class Killed(BaseException):
    """The process is gone."""


class Pipeline:
    """One installation; `flow` lets what is on the stream run through into the lake."""

    def __init__(self, lake: Lake, warehouse: Warehouse, folder: Path) -> None:
        self.lake, self.warehouse = lake, warehouse
        self.shard = Shard()
        self.stream = RawStream("events-raw", pause=lambda seconds: None)
        vars(self.stream)["client"] = self.shard
        self.validated, self.rejected = Taken(), Taken()
        self._broken = folder / "schemas"
        self._enrichments = folder / "enrichments.toml"
        self._enrichments.touch()
        self._registry = packaged()
        self._collector = collector_on(
            self.validated,
            self.rejected,
            lambda: self._registry,
            self._enrichments,
            OversizeStore(lake.client, lake.personal_bucket).get,
        )
        with warehouse.connect() as session:
            prepare_tables(session)
            session.execute("create schema if not exists marts")

    def break_schema(self, vendor_name: str = VIEWED) -> None:
        """A version that no event passes takes the place of a schema."""
        vendor, name = vendor_name.split("/")
        schema = json.loads((SCHEMAS / vendor / name / "jsonschema" / "1-0-0").read_text())
        schema["self"]["version"] = "1-9-9"
        schema["required"] = ["never_sent"]
        file = self._broken / vendor / name / "jsonschema" / "1-9-9"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(schema))
        self._registry = Registry(read_folder(self._broken), read_folder(SCHEMAS))

    def mend_schema(self) -> None:
        """The packaged plan is in force again."""
        self._registry = packaged()

    def configure_enrichments(self, toml: str) -> None:
        """What the collector does to events from now on."""
        self._enrichments.write_text(toml)

    def send(
        self, body: dict[str, Any] | str | None, endpoint: str = "batch", **fields: Any
    ) -> None:
        """One request, as the tracker puts it on the stream."""
        text = json.dumps(body) if isinstance(body, dict) else body
        count = len(body["batch"]) if isinstance(body, dict) and "batch" in body else 1
        record = {
            "v": 1,
            "protocol": "segment",
            "source": "web-shop",
            "endpoint": endpoint,
            "request_id": str(uuid4()),
            "received_at": RECEIVED_AT,
            "ip": "203.0.113.77",
            "user_agent": "Mozilla/5.0 Chrome/150.0.0.0",
            "count": count,
            "message_ids": {},
            "body": text,
            **fields,
        }
        self.shard.records.append(json.dumps(record).encode())

    def flow(self, hour: str) -> None:
        """Everything new on the stream into the lake's files of this load hour."""
        waiting = self.shard.records[self.shard.flowed :]
        placed = [(str(self.shard.flowed + n), data) for n, data in enumerate(waiting)]
        self.shard.flowed += len(waiting)
        self._collect(placed)
        archived = [archive_line(SHARD, seq, RECEIVED_AT, data) for seq, data in placed]
        self._land("received", hour, archived)
        for kind, taken in (("events", self.validated), ("rejected", self.rejected)):
            self._land(kind, hour, [line + b"\n" for line in taken.lines])
            taken.lines.clear()

    def load(self, *hours: str) -> None:
        """The loader's part of a cycle."""
        for table, kind in ((EVENTS, "events"), (REJECTED_EVENTS, "rejected")):
            load_hours(self.warehouse, self.lake, Target(table, kind, ROLE), hours)

    def model(self) -> None:
        """What dbt makes of it, for the ledger's last side."""
        with self.warehouse.connect() as session:
            session.execute("drop table if exists marts.fct_events")
            session.execute(FACTS)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.warehouse.connect() as session:
            return session.rows(query)

    def _collect(self, placed: list[tuple[str, bytes]]) -> None:
        answer = self._collector.collect(lambda_event(placed), Context())
        assert answer == {"batchItemFailures": []}

    def _land(self, kind: LakeKind, hour: str, lines: list[bytes]) -> None:
        for part in _halves(lines):
            key = f"{prefix(kind, hour)}{uuid4()}.gz"
            body = gzip.compress(b"".join(part))
            self.lake.client.put_object(Bucket=self.lake.bucket_of(kind), Key=key, Body=body)


def view(number: int, **fields: Any) -> dict[str, Any]:
    """A Product Viewed."""
    return {
        "type": "track",
        "event": "Product Viewed",
        "messageId": f"m-{number}",
        "anonymousId": f"visitor-{number % 7}",
        "timestamp": "2026-11-01T10:00:00.000Z",
        "properties": {"product_id": f"p-{number}", "price": 9.5},
        **fields,
    }


def batches(numbers: range, size: int = 5) -> Iterator[dict[str, Any]]:
    """Segment batches of views."""
    for start in range(numbers.start, numbers.stop, size):
        some = range(start, min(start + size, numbers.stop))
        yield {"batch": [view(n) for n in some], "sentAt": "2026-11-01T10:00:00.500Z"}


def _halves(lines: list[bytes]) -> Iterator[list[bytes]]:
    middle = (len(lines) + 1) // 2
    yield from (part for part in (lines[:middle], lines[middle:]) if part)
