"""Tables of made rows, for models that are built on nothing else."""

import json
from decimal import Decimal
from typing import Any

from tests.dbt_project.warehouse import Rows, Warehouse


def execute(warehouse: Warehouse, statement: str) -> None:
    """Run a statement that answers nothing."""
    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute(statement)


def insert(warehouse: Warehouse, table: str, rows: Rows) -> None:
    """Rows of which each names the same columns; lists become SUPER values."""
    names = list(rows[0])
    for start in range(0, len(rows), 200):
        lines = ", ".join(
            f"({', '.join(_literal(row[name]) for name in names)})"
            for row in rows[start : start + 200]
        )
        execute(warehouse, f"insert into {table} ({', '.join(names)}) values {lines}")


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"json_parse('{json.dumps(value)}')"
    return str(value) if isinstance(value, bool | Decimal | int) else f"'{value}'"
