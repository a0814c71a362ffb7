"""Questions of a translation to the database, on the session's own cursor."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import orjson
from sqlglot import exp

from ..catalog import Rows, rewrite_catalog_names
from ..catalog.functions import FUNCTIONS
from ..metadata import SCHEMA
from ..translation.context import Signature
from .access.access import Access

Relation = tuple[str, str]
# schema, view, column, type, position from 1
LateBindingColumn = tuple[str, str, str, str, int]


@dataclass
class Possibilities:
    """What need not be asked, as long as no session of this server has made one."""

    have_late_binding: bool
    have_materialized: bool
    have_functions: bool


class CatalogReader:
    """Answers inside the session's transaction, temporary tables included."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        database: str,
        may: Possibilities,
        late_binding_columns: Callable[[], Sequence[LateBindingColumn]],
        access: Access,
        facts: Callable[[str], Rows],
    ) -> None:
        self.readable_columns = access.readable_columns
        self.require_executable = access.require_executable
        self._facts = facts
        # psql asks for more of the catalog than Redshift has.
        self.for_psql = False
        self._late_binding_columns = late_binding_columns
        self._may = may
        # False as long as the session has made none: saves a question for each statement.
        self.may_have_temporary = False
        self._cursor = cursor
        self._database = database
        self._metadata = f'"{database}".{SCHEMA}'
        self._temporary: set[str] | None = None
        # Equal as long as every name means the same; the session tells it.
        self.meaning: Callable[[], Hashable | None] = lambda: None
        self._super_columns: tuple[Hashable, frozenset[str]] | None = None

    def rewrite_names(self, tree: exp.Expr) -> exp.Expr:
        """The tree with the names of the system catalog pointing at its emulation."""
        late, facts = self._late_binding_columns, self._facts
        return rewrite_catalog_names(tree, self._cursor, late, facts, self.for_psql)

    def forget(self) -> None:
        """A statement has ended: temporary tables may differ for the next."""
        self._temporary = None

    def late_binding_views(self, names: Iterable[str]) -> dict[Relation, tuple[str, str]]:
        """Definitions, in Redshift SQL, and owners of the late-binding views of these names."""
        if not self._may.have_late_binding:
            return {}
        listed = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
        rows = self._cursor.execute(
            "SELECT schema_name, relation_name, definition, owner "
            f"FROM {self._metadata}.relations "
            f"WHERE kind = 'late_binding_view' AND relation_name IN ({listed})"
        ).fetchall()
        return {(schema, name): (definition, owner) for schema, name, definition, owner in rows}

    def user_functions(self, name: str, schemas: Sequence[str]) -> list[Signature]:
        """The functions of a name in the first of the schemas that has any."""
        if not self._may.have_functions:
            return []
        rows = self._cursor.execute(
            "SELECT schema_name, signature, duckdb_types "
            f"FROM {self._metadata}.functions WHERE function_name = ?",
            [name],
        ).fetchall()
        for schema in schemas:
            found = [Signature(row[0], row[1], tuple(row[2])) for row in rows if row[0] == schema]
            if found:
                return found
        return []

    def plan(self, sql: str) -> dict[str, Any]:
        """DuckDB's bound logical plan of a query, or its error."""
        row = self._cursor.execute(
            "SELECT json_serialize_plan(?, skip_null := true, skip_empty := true)", [sql]
        ).fetchone()
        assert row is not None
        plan: dict[str, Any] = orjson.loads(row[0])
        return plan

    def exists(self, relation: Relation) -> bool:
        """Whether a table or view of this name exists; a pg_temp_ schema means temporary ones."""
        schema, name = relation
        if schema.startswith("pg_temp_"):
            return self.is_temporary(name)
        described = self._cursor.execute(
            f"SELECT 1 FROM {self._metadata}.relations WHERE schema_name = ? AND relation_name = ?",
            [schema, name],
        ).fetchone()
        if described is not None:
            return True
        row = self._cursor.execute(
            "SELECT 1 FROM duckdb_tables() WHERE database_name = ? AND schema_name = ? "
            "AND table_name = ? UNION ALL SELECT 1 FROM duckdb_views() "
            "WHERE database_name = ? AND schema_name = ? AND view_name = ?",
            [self._database, schema, name] * 2,
        ).fetchone()
        return row is not None

    def relations_of(self, schema: str) -> list[Relation]:
        """Tables and views of a schema."""
        rows = self._cursor.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = ? "
            "UNION ALL SELECT view_name FROM duckdb_views() "
            "WHERE database_name = ? AND schema_name = ?",
            [self._database, schema] * 2,
        ).fetchall()
        return [(schema, row[0]) for row in rows]

    def column_names(self, relation: Relation) -> list[str]:
        """Columns of a relation in their order."""
        schema, name = relation
        temporary = schema.startswith("pg_temp_")
        rows = self._cursor.execute(
            "SELECT column_name FROM duckdb_columns() WHERE database_name = ? "
            "AND schema_name = ? AND table_name = ? ORDER BY column_index",
            ["temp", "main", name] if temporary else [self._database, schema, name],
        ).fetchall()
        return [row[0] for row in rows]

    def schemas(self) -> set[str]:
        """Names of the database's schemas."""
        rows = self._cursor.execute(
            "SELECT schema_name FROM duckdb_schemas() WHERE database_name = ?", [self._database]
        ).fetchall()
        return {row[0] for row in rows}

    def has_catalog_function(self, name: str) -> bool:
        """Whether the emulated system catalog has a function of this name."""
        return name in FUNCTIONS or name == "pg_get_late_binding_view_cols"

    def constant_type(self, sql: str) -> str:
        """DuckDB's type of an expression without columns."""
        row = self._cursor.execute(f"SELECT typeof({sql})").fetchone()
        return str(row[0]) if row else ""

    def super_columns(self) -> frozenset[str]:
        """Names of the columns of type SUPER, of any table."""
        meaning = self.meaning()
        if self._super_columns is None or meaning is None or self._super_columns[0] != meaning:
            rows = self._cursor.execute(
                f"SELECT DISTINCT column_name FROM {self._metadata}.columns "
                "WHERE declared_type = 'super'"
            ).fetchall()
            self._super_columns = meaning, frozenset(str(row[0]) for row in rows)
        return self._super_columns[1]

    def columns(self, sql: str) -> list[tuple[str, str]]:
        """Names and DuckDB's types of a query's columns."""
        described = self._cursor.execute(f"DESCRIBE {sql}").fetchall()
        return [(str(row[0]), str(row[1])) for row in described]

    def column_types(self, sql: str) -> list[str]:
        """DuckDB's types of a query's columns."""
        return [kind for _, kind in self.columns(sql)]

    def is_temporary(self, name: str) -> bool:
        """Whether the session has a temporary table of this name."""
        if not self.may_have_temporary:
            return False
        if self._temporary is None:
            rows = self._cursor.execute(
                "SELECT table_name FROM duckdb_tables() WHERE temporary"
            ).fetchall()
            self._temporary = {row[0] for row in rows}
        return name in self._temporary
