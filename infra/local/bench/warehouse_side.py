"""A lake and a warehouse of a bench's own, as they run on the laptop, with the loader's clients."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from infra.local.bench.shop_history import History
from infra.local.settings import Stack, adopt_environment, open_stack
from infra.local.stack.process_spec import ProcessSpec
from infra.local.stack.processes import data_path
from infra.local.stack.supervisor import Supervisor
from ingest_lambdas.contract.columns import EVENTS
from ingest_lambdas.contract.lake_layout import parse_key
from orchestration.clients.configured import lake_of, warehouse_of
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.loading.loader import LoadReport, Target, load_hours
from orchestration.loading.tables import prepare_tables
from orchestration.settings import Settings, read_settings


@dataclass(frozen=True)
class WarehouseSide:
    """Everything from the lake to the raw tables."""

    stack: Stack
    settings: Settings
    lake: Lake
    warehouse: Warehouse
    supervisor: Supervisor
    server: ProcessSpec

    def prepare(self) -> None:
        """Buckets and raw tables."""
        for bucket in (self.lake.bucket, self.lake.personal_bucket):
            self.lake.client.create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
            )
        with self.warehouse.connect() as session:
            prepare_tables(session)

    def upload(self, history: History, keys: Iterable[str]) -> list[str]:
        """Put files of a history into the lake; their load hours."""
        hours = set()
        for key in keys:
            self.lake.client.upload_file(str(history.folder / key), self.lake.bucket, key)
            parsed = parse_key(key)
            assert parsed is not None
            hours.add(parsed[1])
        return sorted(hours)

    def load(self, hours: list[str]) -> LoadReport:
        """Load what is new in the hours, as the cycle does."""
        target = Target(EVENTS, "events", self.settings.copy_role)
        return load_hours(self.warehouse, self.lake, target, hours)

    def copy_file(self, to: Path) -> None:
        """The warehouse's file as it is now; the server stands still meanwhile."""
        self.supervisor.stop([self.server.name])
        shutil.copy(self.stack.file("warehouse") / "headwater.duckdb", to)
        self.supervisor.ensure(self.server)


@contextmanager
def open_warehouse_side(folder: Path, memory_limit: str) -> Iterator[WarehouseSide]:
    """Servers in `folder` until the block ends. This process becomes their client."""
    stack = open_stack(folder, free_ports=True)
    adopt_environment(stack)
    settings = read_settings()
    supervisor = Supervisor(stack.home)
    specs = {spec.name: spec for spec in data_path(stack)}
    server = specs["redshift"]
    server = replace(server, argv=(*server.argv, "--memory-limit", memory_limit))
    try:
        supervisor.ensure(specs["s3"])
        supervisor.ensure(server)
        clients = lake_of(settings), warehouse_of(settings)
        side = WarehouseSide(stack, settings, *clients, supervisor, server)
        side.prepare()
        yield side
    finally:
        supervisor.stop(["s3", "redshift"])
