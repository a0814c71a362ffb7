"""COMMENT ON TABLE, VIEW, COLUMN, CONSTRAINT, DATABASE, SCHEMA.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_COMMENT.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

from ...errors import (
    INVALID_SCHEMA,
    SYNTAX_ERROR,
    UNDEFINED_COLUMN,
    UNKNOWN_DATABASE,
    RedshiftError,
    not_supported,
)
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ...translation.table_attributes import plain_name
from ..locks import Relation
from ..names import require, resolve
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_NAME = r'(?:"(?:[^"]|"")+"|[\w$#]+)'
_COMMENT = re.compile(
    rf"COMMENT\s+ON\s+(?P<kind>\w+)\s+(?P<name>{_NAME}(?:\s*\.\s*{_NAME})*)"
    rf"(?:\s+ON\s+(?P<table>{_NAME}(?:\s*\.\s*{_NAME})*))?\s+IS\s+(?P<text>.+)",
    re.IGNORECASE | re.DOTALL,
)


class _Place(NamedTuple):
    """What a comment is on; see the table of comments."""

    schema: str | None = None
    relation: str | None = None
    column: str | None = None
    constraint: str | None = None


class Comment(Handler):
    """One comment for each object; IS NULL removes it."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Replace the comment."""
        match = _COMMENT.fullmatch(statement.sql)
        if match is None or values:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in COMMENT")
        text = _read_text(match["text"])
        session.transaction.begin_work()
        place = _find_place(session, match)
        session.descriptions.run(
            "DELETE FROM {}.comments WHERE schema_name IS NOT DISTINCT FROM ? "
            "AND relation_name IS NOT DISTINCT FROM ? AND column_name IS NOT DISTINCT FROM ? "
            "AND constraint_name IS NOT DISTINCT FROM ?",
            [*place],
        )
        if text is not None:
            session.descriptions.run(
                "INSERT INTO {}.comments (schema_name, relation_name, column_name, "
                "constraint_name, comment) VALUES (?, ?, ?, ?, ?)",
                [*place, text],
            )
        return Result("COMMENT")


def _read_text(sql: str) -> str | None:
    """The literal's text, None for NULL; raises 42601 for anything else."""
    tree = parse_sql(f"SELECT {sql}")
    value = tree.expressions[0] if tree.expressions else None
    if len(tree.expressions) != 1 or any(tree.args[k] for k in tree.args if k != "expressions"):
        raise RedshiftError(SYNTAX_ERROR, "syntax error in COMMENT")
    if isinstance(value, exp.Null):
        return None
    if not (isinstance(value, (exp.Literal, exp.RawString)) and value.args.get("is_string", True)):
        raise RedshiftError(SYNTAX_ERROR, "syntax error: a comment is a text or NULL")
    return value.name


def _find_place(session: Session, match: re.Match[str]) -> _Place:
    """What is commented on; raises where it is missing or another user's."""
    kind = match["kind"].upper()
    if (kind == "CONSTRAINT") != bool(match["table"]):
        raise RedshiftError(SYNTAX_ERROR, 'syntax error at or near "on"')
    names = exp.to_table(match["name"], dialect="redshift").parts
    if kind in ("DATABASE", "SCHEMA"):
        return _find_whole(session, kind, plain_name(match["name"]))
    if kind in ("TABLE", "VIEW"):
        return _Place(*_find_relation(session, names))
    if kind == "COLUMN":
        return _find_column(session, names)
    if kind == "CONSTRAINT":
        table = exp.to_table(match["table"], dialect="redshift").parts
        return _find_constraint(session, _find_relation(session, table), plain_name(match["name"]))
    raise not_supported(f"COMMENT ON {kind}")


def _find_whole(session: Session, kind: str, name: str) -> _Place:
    if kind == "DATABASE":
        if name != session.shared.database.name:
            raise RedshiftError(UNKNOWN_DATABASE, f'database "{name}" does not exist')
        session.access.require_superuser("comment on the database")
        return _Place()
    if name not in session.catalog.schemas():
        raise RedshiftError(INVALID_SCHEMA, f'Schema "{name}" does not exist')
    session.access.require_schema_owner(name)
    return _Place(name)


def _find_relation(session: Session, names: list[exp.Expr]) -> Relation:
    table = exp.Table(this=names[-1].copy())
    if len(names) > 1:
        table.set("db", names[-2].copy())
    relation = resolve(session, table)
    require(session, relation)
    session.access.require_owner(relation)
    return relation


def _find_column(session: Session, names: list[exp.Expr]) -> _Place:
    if len(names) < 2:
        raise RedshiftError(SYNTAX_ERROR, "syntax error: a column's name needs its table's")
    relation, column = _find_relation(session, names[:-1]), names[-1].name.lower()
    if column not in session.catalog.column_names(relation):
        text = f'column "{column}" of relation "{relation[1]}" does not exist'
        raise RedshiftError(UNDEFINED_COLUMN, text)
    return _Place(*relation, column=column)


def _find_constraint(session: Session, relation: Relation, name: str) -> _Place:
    found = session.descriptions.run(
        "SELECT 1 FROM {}.constraints "
        "WHERE schema_name = ? AND relation_name = ? AND constraint_name = ?",
        [*relation, name],
    )
    if not found:
        text = f'constraint "{name}" for table "{relation[1]}" does not exist'
        raise RedshiftError("42704", text)
    return _Place(*relation, constraint=name)
