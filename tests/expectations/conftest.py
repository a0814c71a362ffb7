"""A local Redshift with raw rows to check."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redshift_connector

from expectations.connection import WarehouseConnection
from ingest_lambdas.contract.columns import RAW_TABLES
from orchestration.sql.ddl import create_schema, create_table

PROJECT = Path(__file__).parents[2]
PASSWORD = "p$ss/word"


@pytest.fixture(scope="session")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarehouseConnection]:
    """An empty warehouse with the raw tables."""
    file = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    server = subprocess.Popen(
        [sys.executable, "-m", "infra.local.redshift", "--port", "0", "--file", str(file),
         "--user", "headwater", "--database", "headwater"],
        cwd=PROJECT, env={**os.environ, "HEADWATER_REDSHIFT_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline().rsplit(":", 1)[1])
        connection = WarehouseConnection(
            "127.0.0.1", port, "headwater", "headwater", PASSWORD, "disable"
        )
        tables = [create_table("raw", table) for table in RAW_TABLES]
        execute(connection, create_schema("raw"), *tables)
        yield connection
    finally:
        server.terminate()
        server.wait(timeout=30)
        if server.stdout:
            server.stdout.close()


def execute(connection: WarehouseConnection, *statements: str) -> None:
    """Run statements one by one, each committed."""
    with redshift_connector.connect(
        host=connection.host, port=connection.port, database=connection.database,
        user=connection.user, password=connection.password, **connection.driver_arguments,
    ) as client:  # fmt: skip
        client.autocommit = True
        with client.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@pytest.fixture(scope="session")
def raw_events(connection: WarehouseConnection) -> WarehouseConnection:
    """One good row in hour 10; in hour 11 one good row and some that no producer may send."""
    good = event("ok", "2026-03-01-10")
    bad = {
        "early": {"received_at": "'2026-03-01 09:00:00'"},
        "undated": {"event_day": "'2026-03-02'"},
        "strange": {"event_type": "'call'", "event_key": "'no-uuid'"},
        "empty": {"event_id": "''"},
        "placeless": {"arrival_id": "'nowhere'"},
    }
    rows = [event(name, "2026-03-01-11", **columns) for name, columns in bad.items()]
    execute(connection, *[insert(row) for row in (good, event("fine", "2026-03-01-11"), *rows)])
    return connection


def event(name: str, load_hour: str, **columns: str) -> dict[str, str]:
    """A row's columns as SQL literals."""
    return {
        "arrival_id": f"'shardId-{name}:1:0'",
        "event_key": "'0b4e2c66-0c39-5a0e-8f0a-4f6e3f0a1b2c'",
        "event_id": f"'{name}'",
        "fingerprint": f"'{'0' * 64}'",
        "source": "'web-shop'",
        "protocol": "'segment'",
        "event_type": "'page'",
        "event_name": "'page'",
        "schema_ref": "'iglu:io.headwater/page/jsonschema/1-0-0'",
        "event_at": "'2026-03-01 10:00:00'",
        "event_day": "'2026-03-01'",
        "received_at": "'2026-03-01 10:00:01'",
        "time_implausible": "false",
        "visitor_id": "'v'",
        "is_bot": "false",
        "attempt": "0",
        "load_id": "'l'",
        "load_hour": f"'{load_hour}'",
        **columns,
    }


def insert(row: dict[str, str]) -> str:
    return f"insert into raw.events ({', '.join(row)}) values ({', '.join(row.values())})"
