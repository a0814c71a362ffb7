"""ALTER TABLE.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import (
    ACTIVE_TRANSACTION,
    SYNTAX_ERROR,
    UNDEFINED_COLUMN,
    RedshiftError,
    not_supported,
)
from ...translation.definition import read_column
from ...translation.materialized_view import NAME
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ...translation.table_attributes import plain_name
from ...types.declared import declare_type
from ..access.identities import require_known
from ..descriptions import Column
from ..locks import Mode, Relation
from ..names import refuse_capitals, require, resolve, sql_name
from ..result import Result
from . import renames
from .alter_layout import alter_layout, encode_column, is_layout
from .append import APPEND, append
from .constraints import add_constraint, drop_constraint
from .create_table import translate_default
from .drop_column import drop_column
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_TABLE = re.compile(rf"ALTER\s+TABLE\s+(?P<table>{NAME})\s+(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_OWNER = re.compile(r'OWNER\s+TO\s+(?P<owner>"(?:[^"]|"")+"|[\w$]+)\s*', re.IGNORECASE)
_ENCODE = re.compile(r"\s+ENCODE\s+(?P<encoding>\w+)", re.IGNORECASE)
_REFUSED = re.compile(r"ROW\s+LEVEL\s+SECURITY|SET\s+\w+|ADD\s+PARTITION|DROP\s+PARTITION", re.I)
# sqlglot would take the column's new name for the table's.
_UNNAMED_RENAME = re.compile(r"\sRENAME\s+(?!COLUMN\b|TO\b)", re.IGNORECASE)
# Their size cannot be altered: r_ALTER_TABLE (ALTER COLUMN … TYPE).
_FIXED_ENCODINGS = ("bytedict", "runlength", "text255", "text32k")


class AlterTable(Handler):
    """RENAME, OWNER, APPEND, columns, keys; distribution and order are noted."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Alter."""
        appended = APPEND.fullmatch(statement.text)
        if appended is not None:
            return append(session, appended)
        match = _TABLE.fullmatch(statement.text)
        if match is None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in ALTER TABLE")
        refused = _REFUSED.match(match["rest"])
        if refused is not None:
            raise not_supported(f"ALTER TABLE {' '.join(refused[0].upper().split())}")
        in_block = session.status == "T"
        relation = _open(session, match)
        if _OWNER.fullmatch(match["rest"]):
            return Result("ALTER TABLE")
        if is_layout(match["rest"]):
            _require_table(session, relation)
            alter_layout(session, relation, match["rest"].strip())
        else:
            _alter(session, relation, statement.sql, in_block)
        return Result("ALTER TABLE")


def _open(session: Session, match: re.Match[str]) -> Relation:
    relation = resolve(session, exp.to_table(match["table"], dialect="redshift"))
    session.lock({relation: Mode.EXCLUSIVE})
    session.transaction.begin_work()
    require(session, relation)
    owner = _OWNER.fullmatch(match["rest"])
    if owner is None:
        session.access.require_owner(relation, "alter")
    else:
        _give(session, relation, plain_name(owner["owner"]))
    return relation


def _require_table(session: Session, relation: Relation) -> None:
    if session.descriptions.kind_of(relation) not in ("table", None):
        raise RedshiftError("42809", f'"{relation[1]}" is not a table')


def _alter(session: Session, relation: Relation, sql: str, in_block: bool) -> None:
    encoding = _ENCODE.search(sql)
    tree = parse_sql(_ENCODE.sub("", sql))
    if not isinstance(tree, exp.Alter) or len(tree.args["actions"]) != 1:
        raise not_supported("this form of ALTER TABLE")
    if _UNNAMED_RENAME.search(sql):
        raise RedshiftError(SYNTAX_ERROR, "syntax error: RENAME COLUMN or RENAME TO is expected")
    refuse_capitals(session, tree)
    action = tree.args["actions"][0]
    if encoding is not None and not isinstance(action, exp.ColumnDef):
        raise RedshiftError(SYNTAX_ERROR, 'syntax error at or near "encode"')
    if not isinstance(action, exp.AlterRename):
        _require_table(session, relation)
    _act(session, relation, action, in_block)
    if encoding is not None:
        encode_column(session, relation, action.name.lower(), encoding["encoding"])


def _give(session: Session, relation: Relation, owner: str) -> None:
    session.access.require_owner(relation)
    if owner != session.user:
        session.access.require_superuser("give a relation to another user")
    require_known(session, "user", owner)
    session.descriptions.run(
        "UPDATE {}.relations SET owner = ? WHERE schema_name = ? AND relation_name = ?",
        [owner, *relation],
    )


def _act(session: Session, relation: Relation, action: exp.Expr, in_block: bool) -> None:
    if isinstance(action, exp.AlterRename):
        renames.rename_relation(session, relation, action.this.name.lower())
    elif isinstance(action, exp.RenameColumn):
        old, new = action.this.name.lower(), action.args["to"].name.lower()
        renames.rename_column(session, relation, old, new)
    elif isinstance(action, exp.ColumnDef):
        _add_column(session, relation, action)
    elif isinstance(action, exp.AlterColumn):
        if in_block:
            raise RedshiftError(
                ACTIVE_TRANSACTION, "ALTER TABLE ALTER COLUMN cannot run inside a transaction block"
            )
        _widen_column(session, relation, action)
    else:
        _change_parts(session, relation, action)


def _change_parts(session: Session, relation: Relation, action: exp.Expr) -> None:
    if isinstance(action, exp.AddConstraint):
        for item in action.expressions:
            add_constraint(session, relation, item)
        return
    if not isinstance(action, exp.Drop) or action.kind not in ("COLUMN", "CONSTRAINT"):
        raise not_supported(f"ALTER TABLE {action.sql(dialect='redshift')}")
    (name,) = [item.name.lower() for item in action.args.get("tables") or [action.this]]
    cascade = bool(action.args.get("cascade"))
    if action.kind == "CONSTRAINT":
        drop_constraint(session, relation, name, cascade=cascade)
    else:
        drop_column(session, relation, name, cascade=cascade)


def _add_column(session: Session, relation: Relation, definition: exp.ColumnDef) -> None:
    column = read_column(definition)
    if column.identity is not None:
        raise not_supported("ADD COLUMN with IDENTITY")
    if column.not_null and column.default is None:
        raise RedshiftError("0A000", "ALTER TABLE ADD COLUMN NOT NULL needs a DEFAULT")
    if column.name in session.catalog.column_names(relation):
        raise RedshiftError(
            "42701", f'column "{column.name}" of relation "{relation[1]}" already exists'
        )
    default = f" DEFAULT {translate_default(session, column.default)}" if column.default else ""
    session.cursor.execute(
        f'ALTER TABLE {sql_name(relation)} ADD COLUMN "{column.name}" {column.type.duckdb}{default}'
    )
    session.descriptions.add_columns(relation, [column])


def _widen_column(session: Session, relation: Relation, action: exp.AlterColumn) -> None:
    kind = action.args.get("dtype")
    name = action.this.name.lower()
    known = {c.name: c for c in session.descriptions.columns_of(relation)}
    if name not in known:
        text = f'column "{name}" of relation "{relation[1]}" does not exist'
        raise RedshiftError(UNDEFINED_COLUMN, text)
    wider = declare_type(kind) if kind is not None else None
    if wider is None or not wider.byte_length or not known[name].type.byte_length:
        # r_ALTER_TABLE: only VARCHAR columns change, and only in size.
        raise RedshiftError("0A000", f'target data type of column "{name}" is not supported')
    _require_alterable(session, relation, known[name])
    length = wider.byte_length
    longest = session.cursor.execute(
        f'SELECT coalesce(max(strlen("{name}")), 0) FROM {sql_name(relation)}'
    ).fetchone()
    if longest and longest[0] > length:
        raise RedshiftError("22001", f'column "{name}" holds values longer than {length}')
    session.descriptions.run(
        "UPDATE {}.columns SET declared_type = ?, type_modifier = ?, byte_length = ? "
        "WHERE schema_name = ? AND relation_name = ? AND column_name = ?",
        [wider.text, wider.modifier, length, *relation, name],
    )


def _require_alterable(session: Session, relation: Relation, column: Column) -> None:
    keyed = session.descriptions.run(
        "SELECT 1 FROM {}.constraints WHERE schema_name = ? AND relation_name = ? "
        "AND list_contains(columns, ?)",
        [*relation, column.name],
    )
    why = (
        (keyed, "is of a key"),
        (column.default is not None, "has a default"),
        (column.encoding in _FIXED_ENCODINGS, f"is encoded as {column.encoding}"),
    )
    for holds, reason in why:
        if holds:
            text = f'cannot alter the type of column "{column.name}": it {reason}'
            raise RedshiftError("0A000", text)
