"""What DEFAULT stands for in INSERT and UPDATE, and which columns a client may set at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from ...errors import RedshiftError
from ..descriptions import Column
from ..locks import Relation
from ..names import duckdb_place

if TYPE_CHECKING:
    from ..session import Session


def is_default(value: exp.Expr) -> bool:
    """Whether an item of VALUES or SET is the keyword DEFAULT."""
    if isinstance(value, exp.Var):
        return value.name.upper() == "DEFAULT"
    return (
        isinstance(value, exp.Column)
        and value.name.upper() == "DEFAULT"
        and not value.this.args.get("quoted")
        and not value.table
    )


def default_of(session: Session, relation: Relation, name: str) -> exp.Expr:
    """DuckDB's expression of a column's default, or of the next value of an IDENTITY; else NULL."""
    row = session.cursor.execute(
        "SELECT column_default FROM duckdb_columns() WHERE database_name = ? "
        "AND schema_name = ? AND table_name = ? AND column_name = ?",
        [*duckdb_place(session, relation), name],
    ).fetchone()
    if row is None or row[0] is None:
        return exp.Null()
    return sqlglot.parse_one(str(row[0]), read="duckdb")


def require_settable(column: Column | None) -> None:
    """Raise for a column whose values are the database's alone.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html (IDENTITY)
    """
    if column is not None and column.identity is not None and not column.identity_by_default:
        raise RedshiftError("0A000", "cannot set an identity column to a value")
