"""What there is to know about the stack at this moment; every part may be out of reach."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from infra.local.settings import Stack, client_environment
from infra.local.stack import processes
from infra.local.stack.lag import Lag, read_lag
from infra.local.stack.supervisor import Supervisor
from ingest_lambdas.contract import lake_layout

WAREHOUSE_COUNTS = {
    "raw.events": "select count(*) from raw.events",
    "raw.rejected_events": "select count(*) from raw.rejected_events",
    "in quarantine, open": (
        "select count(*) from intermediate.int_rejected_arrivals "
        "where status in ('open', 'rejected_again')"
    ),
    "marts.fct_events": "select count(*) from marts.fct_events",
    "ops.exported_items": "select count(*) from ops.exported_items",
}
FRESHNESS = {
    "newest event in the warehouse": "select max(received_at) from raw.events",
    "last load": "select max(loaded_at) from ops.load_ledger",
}
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class ProcessState:
    """One process: its pid where it lives, whether it serves."""

    name: str
    purpose: str
    address: str
    pid: int | None
    ready: bool


@dataclass(frozen=True)
class LakeState:
    """First landings of one kind: how many files, how many bytes compressed."""

    kind: str
    files: int
    bytes: int


def process_states(stack: Stack) -> list[ProcessState]:
    """Every process, in the order of an event's journey."""
    supervisor = Supervisor(stack.home)
    states = []
    for spec in processes.every_process(stack):
        process = supervisor.running(spec.name)
        states.append(
            ProcessState(
                name=spec.name,
                purpose=spec.purpose,
                address=f"127.0.0.1:{spec.ports[0]}" if spec.ports else "",
                pid=process.pid if process else None,
                ready=process is not None and spec.is_ready(),
            )
        )
    return states


def lag_state(stack: Stack) -> Lag | None:
    """How far the consumers are behind; None where the streams do not answer."""
    return _reached(lambda: read_lag(stack))


def lake_states(stack: Stack) -> list[LakeState] | None:
    """What has landed in the lake; None where the object store does not answer."""
    return _reached(lambda: [_lake_state(stack, kind) for kind in lake_layout.KINDS])


def warehouse_values(stack: Stack, statements: dict[str, str]) -> dict[str, Any] | None:
    """One value of each statement, None for tables not there yet; None without a warehouse."""

    def ask() -> dict[str, Any]:
        from infra.local.stack.warehouse_client import connect

        with connect(stack) as connection:
            return {name: _value(connection, text) for name, text in statements.items()}

    return _reached(ask)


def _value(connection: Any, statement: str) -> Any:
    from redshift_connector.error import ProgrammingError

    from infra.local.stack.warehouse_client import query

    try:
        return query(connection, statement)[1][0][0]
    except ProgrammingError:
        return None


def _lake_state(stack: Stack, kind: lake_layout.LakeKind) -> LakeState:
    sizes = [size for _, size in list_objects(stack, kind)]
    return LakeState(kind, len(sizes), sum(sizes))


def list_objects(stack: Stack, kind: lake_layout.LakeKind) -> Iterator[tuple[str, int]]:
    """(key, compressed size) of the kind's first landings."""
    from infra.local.stack.provision import client

    names = client_environment(stack)
    is_personal = kind != "events"
    bucket = names["HEADWATER_PERSONAL_BUCKET" if is_personal else "HEADWATER_LAKE_BUCKET"]
    pages = client(stack, "s3").get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=bucket, Prefix=lake_layout.prefix(kind)):
        for item in page.get("Contents", []):
            yield item["Key"], item["Size"]


def _reached(ask: Callable[[], Answer]) -> Answer | None:
    """The answer, or None where whoever is asked is down: a status shows that, it does not fail."""
    from botocore.exceptions import BotoCoreError, ClientError
    from redshift_connector.error import Error as WarehouseError

    try:
        return ask()
    except (OSError, BotoCoreError, ClientError, WarehouseError):
        return None
