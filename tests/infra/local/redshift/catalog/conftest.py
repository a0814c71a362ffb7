"""A catalog over some relations, straight on DuckDB; and a server for real clients."""

import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest
import sqlglot
from moto.server import ThreadedMotoServer

from infra.local.redshift.catalog import install_catalog, open_catalog, rewrite_catalog_names
from infra.local.redshift.copy import install_load_log
from infra.local.redshift.metadata import install_metadata
from infra.local.redshift.translation.computed import install_computed

Ask = Callable[..., list[dict[str, Any]]]

_DESCRIBED = """
    CREATE SCHEMA public;
    CREATE SCHEMA raw;
    CREATE TABLE raw.events (id VARCHAR NOT NULL, amount DECIMAL(18, 2), props VARIANT,
                             seen TIMESTAMP, n BIGINT);
    INSERT INTO raw.events SELECT i, i, NULL, NULL, i FROM range(1000) t(i);
    DELETE FROM raw.events WHERE n >= 10;
    CREATE TABLE raw.empty (a INTEGER);
    CREATE VIEW public.amounts AS SELECT id, amount FROM raw.events;
    CREATE VIEW public.late AS SELECT 1 AS late_binding;
    CREATE TEMP TABLE scratch (x INTEGER);
    INSERT INTO redshift_metadata.relations VALUES
      ('raw', 'events', 'table', 'owner', NULL, 'KEY', 'id', 'COMPOUND', ['seen', 'id'], now()::TIMESTAMP),
      ('public', 'amounts', 'view', 'owner', 'SELECT id, amount FROM raw.events',
       NULL, NULL, NULL, NULL, now()::TIMESTAMP),
      ('public', 'late', 'late_binding_view', 'owner', 'SELECT * FROM raw.gone',
       NULL, NULL, NULL, NULL, now()::TIMESTAMP);
    INSERT INTO redshift_metadata.columns VALUES
      ('raw', 'events', 'id', 'character varying(64)', 1043, 68, 64, true, 'lzo', NULL, NULL, NULL, false),
      ('raw', 'events', 'amount', 'numeric(18,2)', 1700, 1179654, NULL, false, 'az64', '0', NULL, NULL, false),
      ('raw', 'events', 'props', 'super', 4000, -1, NULL, false, 'zstd', NULL, NULL, NULL, false),
      ('raw', 'events', 'seen', 'timestamp without time zone', 1114, -1, NULL, false, 'raw', NULL, NULL, NULL, false),
      ('raw', 'events', 'n', 'bigint', 20, -1, NULL, false, 'none', NULL, 1, 1, false);
    INSERT INTO redshift_metadata.constraints VALUES
      ('raw', 'events', 'events_pkey', 'p', ['id'], NULL, NULL, NULL);
    INSERT INTO redshift_metadata.comments VALUES
      ('raw', 'events', NULL, 'what happened', NULL),
      ('raw', 'events', 'amount', 'in euros', NULL);
    INSERT INTO redshift_metadata.dependencies VALUES ('public', 'amounts', 'raw', 'events');
    INSERT INTO redshift_metadata.users (user_name, user_id, is_superuser) VALUES
      ('reader', 101, false), ('stranger', 102, false);
    INSERT INTO redshift_metadata.privileges VALUES
      ('raw', 'events', 'select', 'reader', 'user', 'owner', false, 'relation', NULL);
"""  # noqa: E501


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Runs a Redshift query of the catalog; rows as dicts."""
    connection = duckdb.connect()
    install_computed(connection)
    file = tmp_path_factory.mktemp("catalog") / "warehouse.duckdb"
    connection.execute(f"ATTACH '{file}' AS warehouse")
    connection.execute("USE warehouse")
    install_metadata(connection, "owner")
    install_load_log(connection)
    install_catalog(connection)
    open_catalog(connection, 7, "owner")
    connection.execute(_DESCRIBED)

    def run(sql: str, late: Any = tuple) -> list[dict[str, Any]]:
        tree = sqlglot.parse_one(sql, read="redshift")
        found = connection.execute(rewrite_catalog_names(tree, connection, late).sql("duckdb"))
        names = [column[0].lower() for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    yield run
    connection.close()


@dataclass
class RunningServer:
    """Where a local Redshift listens, and the S3 endpoint that its COPY reads."""

    port: int
    password: str
    s3_url: str

    def connect(self) -> Any:
        """A redshift_connector connection in autocommit mode."""
        import redshift_connector

        connection = redshift_connector.connect(
            host="127.0.0.1", port=self.port, database="warehouse", user="owner",
            password=self.password, ssl=False,
        )  # fmt: skip
        connection.autocommit = True
        return connection


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The real process, on a free port, beside an S3 in memory."""
    s3 = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    s3.start()
    host, s3_port = s3.get_host_and_port()
    password = secrets.token_hex(8)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "HEADWATER_REDSHIFT_PASSWORD": password,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL_S3": f"http://{host}:{s3_port}",
    }
    file = tmp_path_factory.mktemp("server") / "warehouse.duckdb"
    command = [sys.executable, "-m", "infra.local.redshift", "--port", str(port), "--file", file]
    process = subprocess.Popen(
        [*command, "--user", "owner", "--database", "warehouse"], env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield RunningServer(port, password, f"http://{host}:{s3_port}")
    finally:
        process.terminate()
        process.communicate(timeout=20)
        s3.stop()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    pause = threading.Event()
    for _ in range(300):
        assert process.poll() is None, process.communicate()[0].decode()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            pause.wait(0.1)
    raise AssertionError("the local Redshift did not start")
