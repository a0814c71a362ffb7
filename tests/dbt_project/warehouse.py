"""A local Redshift with the raw tables, and dbt on it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redshift_connector

from ingest_lambdas.contract.ad_spend import AD_SPEND
from ingest_lambdas.contract.columns import RAW_TABLES, Table
from orchestration.sql.ddl import create_schema, create_table
from orchestration.sql.ops_tables import OPS_TABLES

PROJECT = Path(__file__).parents[2]
PASSWORD = "secret"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Warehouse:
    """A running local Redshift."""

    port: int

    def connect(self) -> Any:
        connection = redshift_connector.connect(
            host="127.0.0.1", port=self.port, database="headwater", user="headwater",
            password=PASSWORD, ssl=False, timeout=60,
        )  # fmt: skip
        connection.autocommit = True
        return connection

    def rows(self, query: str) -> Rows:
        """Rows of a query by column name."""
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute(query)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def insert(self, table: Table, rows: Rows) -> None:
        """Rows of a raw table; columns that a row does not name are null."""
        names = [column.name for column in table.all_columns]
        places = ", ".join(
            "json_parse(%s)" if column.type == "SUPER" else "%s" for column in table.all_columns
        )
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute("begin")
            for row in rows:
                assert row.keys() <= set(names)
                cursor.execute(
                    f"insert into raw.{table.name} ({', '.join(names)}) select {places}",
                    [as_parameter(row.get(name)) for name in names],
                )
            cursor.execute("commit")

    def dbt(
        self, target: Path, *arguments: str, profiles: Path = PROJECT / "dbt_project"
    ) -> subprocess.CompletedProcess[str]:
        """dbt, whose warnings are errors, on this warehouse."""
        command = [
            str(Path(sys.executable).with_name("dbt")), "--warn-error", *arguments,
            "--project-dir", str(PROJECT / "dbt_project"),
            "--profiles-dir", str(profiles),
            "--target-path", str(target), "--log-path", str(target),
        ]  # fmt: skip
        environment = {
            **os.environ,
            "HEADWATER_REDSHIFT_HOST": "127.0.0.1",
            "HEADWATER_REDSHIFT_PORT": str(self.port),
            "HEADWATER_REDSHIFT_DATABASE": "headwater",
            "HEADWATER_REDSHIFT_USER": "headwater",
            "HEADWATER_REDSHIFT_PASSWORD": PASSWORD,
            "HEADWATER_REDSHIFT_SSL": "disable",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=900, check=False
        )


def as_parameter(value: Any) -> Any:
    """SUPER values travel as JSON text."""
    return json.dumps(value) if isinstance(value, dict | list) else value


@contextmanager
def empty_warehouse(folder: Path) -> Iterator[Warehouse]:
    """A running warehouse with the raw tables, and nothing in them."""
    file = folder / "warehouse.duckdb"
    server = subprocess.Popen(
        [sys.executable, "-m", "infra.local.redshift", "--port", "0", "--file", str(file),
         "--user", "headwater", "--database", "headwater"],
        cwd=PROJECT, env={**os.environ, "HEADWATER_REDSHIFT_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        warehouse = Warehouse(int(server.stdout.readline().rsplit(":", 1)[1]))
        with warehouse.connect() as connection, connection.cursor() as cursor:
            cursor.execute(create_schema("raw"))
            cursor.execute(create_schema("ops"))
            for table in (*RAW_TABLES, AD_SPEND):
                cursor.execute(create_table("raw", table))
            for table in OPS_TABLES:
                cursor.execute(create_table("ops", table))
        yield warehouse
    finally:
        server.terminate()
        server.wait(timeout=30)
        if server.stdout:
            server.stdout.close()
