"""What only the running server knows: its statements, sessions, connections, locks, parameters.

They are no data of any transaction, so they are not tables: before a query that reads them, each is
told to the session's DuckDB connection as JSON in a variable, which a view unfolds.
"""

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from infra.local.redshift.catalog import layout

Rows = Sequence[Mapping[str, Any]]

_C = layout.CATALOG_SCHEMA
FACTS: dict[str, dict[str, str]] = {
    "queries": {
        "query_id": "BIGINT", "transaction_id": "BIGINT", "process_id": "INTEGER",
        "user_name": "VARCHAR", "label": "VARCHAR", "text": "VARCHAR", "query_type": "VARCHAR",
        "started_at": "TIMESTAMP", "ended_at": "TIMESTAMP", "status": "VARCHAR",
        "error": "VARCHAR", "row_count": "BIGINT", "wrote": "VARCHAR",
    },
    "connections": {
        "event": "VARCHAR", "process_id": "INTEGER", "user_name": "VARCHAR",
        "recorded_at": "TIMESTAMP", "connected_at": "TIMESTAMP", "duration": "BIGINT",
        "host": "VARCHAR", "port": "INTEGER", "tls_version": "VARCHAR", "tls_cipher": "VARCHAR",
        "application_name": "VARCHAR", "os_version": "VARCHAR", "driver_version": "VARCHAR",
        "plugin_name": "VARCHAR",
    },
    "sessions": {
        "process_id": "INTEGER", "user_name": "VARCHAR", "connected_at": "TIMESTAMP",
        "transaction_id": "BIGINT", "transaction_start": "TIMESTAMP",
        "query": "VARCHAR", "query_start": "TIMESTAMP", "running": "BOOLEAN",
    },
    "locks": {
        "process_id": "INTEGER", "schema_name": "VARCHAR", "relation_name": "VARCHAR",
        "mode": "VARCHAR", "granted": "BOOLEAN",
    },
    "settings": {"name": "VARCHAR", "setting": "VARCHAR"},
}  # fmt: skip


def _view(fact: str, columns: dict[str, str]) -> str:
    # Moments travel as text: JSON has none.
    types = {name: kind.replace("TIMESTAMP", "VARCHAR") for name, kind in columns.items()}
    selected = ", ".join(f"f.{name}::{kind} AS {name}" for name, kind in columns.items())
    unfolded = f"unnest(from_json(getvariable('{_variable(fact)}'), '[{json.dumps(types)}]'))"
    return f"SELECT {selected} FROM (SELECT {unfolded} AS f)"


def _variable(fact: str) -> str:
    return f"redshift_{fact}"


FACT_VIEWS = {f"server_{fact}": _view(fact, columns) for fact, columns in FACTS.items()}


def facts_read(views: Mapping[str, str]) -> dict[str, list[str]]:
    """The facts that each view reads, through those before it too; others are left out."""
    found: dict[str, list[str]] = {f"server_{fact}": [fact] for fact in FACTS}
    for name, query in views.items():
        read = {f for view in re.findall(rf"{_C}\.(\w+)", query) for f in found.get(view, ())}
        if read:
            found[name] = sorted(read)
    return found


def tell_facts(connection: duckdb.DuckDBPyConnection, fact: str, rows: Rows) -> None:
    """Let the connection's views show these rows."""
    text = json.dumps(rows, default=_moment, ensure_ascii=False).replace("'", "''")
    connection.execute(f"SET VARIABLE {_variable(fact)} = '{text}'")


def forget_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the connection's views show nothing; they could not be bound without the variables."""
    for fact in FACTS:
        tell_facts(connection, fact, [])


def _moment(value: object) -> str:
    if not isinstance(value, datetime.datetime):
        raise TypeError(f"{type(value).__name__} in a fact")
    return value.isoformat(" ")
