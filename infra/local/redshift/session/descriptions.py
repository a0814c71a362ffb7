"""Rows of the internal schema for one relation: written with its DDL, in the same transaction."""

from dataclasses import dataclass, field

import duckdb

from ..metadata import SCHEMA
from ..types.declared import DeclaredType, character_varying
from .locks import Relation


@dataclass
class Column:
    """A column as it was declared; `default` is Redshift SQL."""

    name: str
    type: DeclaredType
    not_null: bool = False
    encoding: str | None = None
    default: str | None = None
    identity: tuple[int, int] | None = None


@dataclass
class Layout:
    """How a table is spread and sorted."""

    dist_style: str = "AUTO"
    dist_key: str | None = None
    sort_style: str | None = None
    sort_keys: list[str] = field(default_factory=list)


class Descriptions:
    """Reads and writes the internal tables on the session's cursor."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, database: str, owner: str) -> None:
        self._cursor = cursor
        self._schema = f'"{database}".{SCHEMA}'
        self._owner = owner

    def add_relation(
        self,
        relation: Relation,
        kind: str,
        definition: str | None = None,
        layout: Layout | None = None,
    ) -> None:
        """Describe a new table or view."""
        layout = layout or Layout("", None, None, [])
        self._cursor.execute(
            f"INSERT INTO {self._schema}.relations "
            "VALUES (?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?, now()::TIMESTAMP)",
            [
                *relation,
                kind,
                self._owner,
                definition,
                layout.dist_style,
                layout.dist_key,
                layout.sort_style,
                layout.sort_keys,
            ],
        )

    def add_columns(self, relation: Relation, columns: list[Column]) -> None:
        """Describe columns."""
        for column in columns:
            identity = column.identity or (None, None)
            kind = column.type
            self._cursor.execute(
                f"INSERT INTO {self._schema}.columns VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                [
                    *relation,
                    column.name,
                    kind.text,
                    kind.oid,
                    kind.modifier,
                    kind.byte_length,
                    column.not_null,
                    column.encoding,
                    column.default,
                    *identity,
                ],
            )

    def kind_of(self, relation: Relation) -> str | None:
        """One of RELATION_KINDS; None for what is not described."""
        row = self._cursor.execute(
            f"SELECT kind FROM {self._schema}.relations "
            "WHERE schema_name = ? AND relation_name = ?",
            [*relation],
        ).fetchone()
        return row[0] if row else None

    def columns_of(self, relation: Relation) -> list[Column]:
        """The columns as declared; DuckDB's type is looked up where it is needed."""
        rows = self._cursor.execute(
            "SELECT column_name, declared_type, type_oid, type_modifier, byte_length, not_null, "
            "encoding, default_expression, identity_seed, identity_step "
            f"FROM {self._schema}.columns WHERE schema_name = ? AND relation_name = ?",
            [*relation],
        ).fetchall()
        return [_column(row) for row in rows]

    def forget(self, relation: Relation) -> None:
        """Drop every row of a relation."""
        for table in ("relations", "columns", "constraints", "comments", "privileges"):
            self._delete(table, relation)
        for table in ("dependencies", "materialized_views", "stale_bases"):
            self._delete(table, relation)

    def _delete(self, table: str, relation: Relation) -> None:
        self._cursor.execute(
            f"DELETE FROM {self._schema}.{table} WHERE schema_name = ? AND relation_name = ?",
            [*relation],
        )

    def run(self, sql: str, values: list[object]) -> list[tuple[object, ...]]:
        """Any statement on the internal tables; `{}` stands for their schema."""
        rows: list[tuple[object, ...]] = self._cursor.execute(
            sql.replace("{}", self._schema), values
        ).fetchall()
        return rows


def _column(row: tuple) -> Column:  # type: ignore[type-arg]
    name, text, oid, modifier, length, not_null, encoding, default, seed, step = row
    if length:
        kind = character_varying(length)
    else:
        kind = DeclaredType(text, oid, _duckdb_type(text), modifier)
    identity = (seed, step) if seed is not None else None
    return Column(name, kind, bool(not_null), encoding, default, identity)


def _duckdb_type(text: str) -> str:
    return {"super": "VARIANT", "real": "FLOAT"}.get(text, text).upper()
