"""What there is to ask: relations and columns of the warehouse, with the models' descriptions."""

import json
from itertools import starmap
from typing import Any, NamedTuple

from infra.local.settings import Stack
from infra.local.stack.errors import StackError
from infra.local.stack.warehouse_client import query

# In the order in which an analyst needs them; the catalog's own schemas are left out.
FIRST_SCHEMAS = ("marts", "exports", "intermediate", "staging", "raw", "ops")
RELATIONS = """
select schema_name, table_name, lower(table_type) from svv_redshift_tables
where schema_name not in ('pg_catalog', 'information_schema', 'pg_internal', 'public')
"""
COLUMNS = """
select schema_name, table_name, column_name, data_type from svv_redshift_columns
where schema_name not in ('pg_catalog', 'information_schema', 'pg_internal', 'public')
order by schema_name, table_name, ordinal_position
"""
COLUMNS_OF_VIEWS = """
select view_schema, view_name, col_name, col_type from pg_get_late_binding_view_cols()
cols(view_schema name, view_name name, col_name name, col_type varchar, col_num integer)
order by view_schema, view_name, col_num
"""


class Relation(NamedTuple):
    """A table or view."""

    schema: str
    name: str
    kind: str


class Column(NamedTuple):
    """A column of a relation."""

    schema: str
    relation: str
    name: str
    type: str


def relations(connection: Any) -> list[Relation]:
    """Every relation; those made for analysts first."""
    found = [Relation(*map(str, row)) for row in query(connection, RELATIONS)[1]]
    return sorted(found, key=lambda each: (_place(each.schema), each.schema, each.name))


def columns(connection: Any) -> list[Column]:
    """Columns of every relation, in their order."""
    of_tables, of_views = (query(connection, asked)[1] for asked in (COLUMNS, COLUMNS_OF_VIEWS))
    return list(dict.fromkeys(Column(*map(str, row)) for row in (*of_tables, *of_views)))


def columns_of(connection: Any, wanted: str) -> list[Column]:
    """Columns of the relation NAME, or SCHEMA.NAME. Raises StackError where there is none such."""
    schema, _, name = wanted.strip('"').lower().rpartition(".")
    found: list[Column] = []
    # What its views' columns are the warehouse has to find out view by view.
    for catalog in (COLUMNS, COLUMNS_OF_VIEWS):
        found = found or [
            column
            for column in starmap(Column, query(connection, catalog)[1])
            if column.relation == name and schema in ("", column.schema)
        ]
    if not found:
        raise StackError(f"there is no {wanted}; \\d lists what there is")
    first = min({column.schema for column in found}, key=_place)
    return [column for column in found if column.schema == first]


class Descriptions:
    """The models' descriptions, from dbt's manifest; empty as long as it has made none."""

    def __init__(self, stack: Stack) -> None:
        """Reads the manifest of the installation."""
        path = stack.file("dbt") / "manifest.json"
        manifest = json.loads(path.read_text()) if path.exists() else {}
        described = (*manifest.get("nodes", {}).values(), *manifest.get("sources", {}).values())
        self._nodes: dict[tuple[str, str], dict[str, Any]] = {
            (node["schema"], node["name"]): node for node in described
        }

    def in_short(self, relation: Relation) -> str:
        """The first sentence of a relation's description."""
        return self.of_relation(relation.schema, relation.name).split(". ")[0].rstrip(".")

    def of_relation(self, schema: str, name: str) -> str:
        """A relation's description in one line; a branch's is that of its model."""
        return " ".join(str(self._node(schema, name).get("description", "")).split())

    def of_column(self, column: Column) -> str:
        """A column's description in one line."""
        known = self._node(column.schema, column.relation).get("columns", {})
        return " ".join(str(known.get(column.name, {}).get("description", "")).split())

    def _node(self, schema: str, name: str) -> dict[str, Any]:
        if schema.startswith("branch_"):
            return next((node for (_, known), node in self._nodes.items() if known == name), {})
        return self._nodes.get((schema, name), {})


def _place(schema: str) -> int:
    return FIRST_SCHEMAS.index(schema) if schema in FIRST_SCHEMAS else len(FIRST_SCHEMAS)
