"""A warehouse that is loaded as the loader does it, without a lake: rows, and what they touched."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS, Table
from orchestration.sql.loads import record_superseded, record_touched
from orchestration.sql.ops_tables import OPS_TABLES
from tests.dbt_project.histories import Load, Row
from tests.dbt_project.warehouse import Warehouse

LOADED_AT = "2026-03-09 00:00:00"


@dataclass(frozen=True)
class LoadedWarehouse:
    """One session on a warehouse, each of whose statements commits by itself."""

    connection: Any

    @classmethod
    @contextmanager
    def of(cls, warehouse: Warehouse) -> Iterator["LoadedWarehouse"]:
        """Closed at the end."""
        with warehouse.connect() as connection:
            yield cls(connection)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        """The rows of a query; none of any other statement."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, tuple(parameters))
            return cursor.fetchall() if cursor.description else []

    def rows_of(self, relation: str) -> list[str]:
        """All rows as text, sorted."""
        return sorted(map(repr, self.execute(f"select * from {relation}")))

    def empty(self) -> None:
        """No rows in the tables that are loaded and in those that tell of loads."""
        for table in ("raw.events", "raw.rejected_events", *(f"ops.{t.name}" for t in OPS_TABLES)):
            self.execute(f"delete from {table}")

    def load(self, load: Load) -> None:
        """Insert the rows of a load and record the visitor days that it touched."""
        for table, rows in ((EVENTS, load.events), (REJECTED_EVENTS, load.rejected)):
            if not rows:
                continue
            self._insert(table, rows)
            relation = (
                f"(select * from raw.{table.name} where load_id = '{load.load_id}') as loaded"
            )
            stamp = (load.load_id, LOADED_AT, load.load_id, LOADED_AT)
            if table is EVENTS:
                self.execute(record_touched(relation), stamp)
            self.execute(record_superseded(relation), stamp)

    def _insert(self, table: Table, rows: list[Row]) -> None:
        names = [column.name for column in table.all_columns]
        used = [name for name in names if any(name in row for row in rows)]
        selects = [f"select {', '.join(_literal(row.get(name)) for name in used)}" for row in rows]
        for select in selects:
            self.execute(f"insert into raw.{table.name} ({', '.join(used)}) {select}")


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict | list):
        return f"json_parse('{json.dumps(value)}')"
    return str(value) if isinstance(value, bool | int) else f"'{value}'"
