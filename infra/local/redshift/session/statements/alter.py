"""ALTER TABLE.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import ACTIVE_TRANSACTION, RedshiftError, not_supported
from ...translation.definition import read_column
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ...types.declared import character_varying
from ..access.identities import require_known
from ..locks import Mode, Relation
from ..names import require, resolve, sql_name
from ..result import Result
from . import renames
from .create_table import translate_default
from .drop import dependents
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_OWNER = re.compile(
    r"ALTER\s+TABLE\s+(?P<table>\S+)\s+OWNER\s+TO\s+(?P<owner>\S+)\s*$", re.IGNORECASE
)
_LAYOUT = re.compile(
    r"ALTER\s+TABLE\s+(?P<table>\S+)\s+ALTER\s+(?P<what>DISTKEY|DISTSTYLE|SORTKEY|COMPOUND"
    r"|ENCODE)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)


class AlterTable(Handler):
    """RENAME, ADD, DROP and ALTER COLUMN; DISTSTYLE and SORTKEY are noted."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Alter."""
        owner = _OWNER.match(statement.text)
        if owner:
            return _give(session, owner)
        layout = _LAYOUT.match(statement.text)
        if layout:
            return _alter_layout(session, layout)
        tree = parse_sql(statement.sql)
        if not isinstance(tree, exp.Alter) or len(tree.args["actions"]) != 1:
            raise not_supported("this form of ALTER TABLE")
        relation = resolve(session, tree.this)
        session.lock({relation: Mode.EXCLUSIVE})
        in_block = session.status == "T"
        session.transaction.begin_work()
        require(session, relation)
        session.access.require_owner(relation, "alter")
        _act(session, relation, tree.args["actions"][0], in_block)
        return Result("ALTER TABLE")


def _give(session: Session, match: re.Match[str]) -> Result:
    relation = resolve(session, exp.to_table(match["table"], dialect="redshift"))
    owner = match["owner"].strip('"').lower()
    session.lock({relation: Mode.EXCLUSIVE})
    session.transaction.begin_work()
    require(session, relation)
    session.access.require_owner(relation)
    if owner != session.user:
        session.access.require_superuser("give a relation to another user")
    require_known(session, "user", owner)
    session.descriptions.run(
        "UPDATE {}.relations SET owner = ? WHERE schema_name = ? AND relation_name = ?",
        [owner, *relation],
    )
    return Result("ALTER TABLE")


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
    elif isinstance(action, exp.Drop) and action.kind == "COLUMN":
        _drop_column(session, relation, action)
    else:
        raise not_supported(f"ALTER TABLE {action.sql(dialect='redshift')}")


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


def _drop_column(session: Session, relation: Relation, action: exp.Drop) -> None:
    if dependents(session, relation) and not action.args.get("cascade"):
        raise RedshiftError("2BP01", f"cannot drop a column of {relation[1]}: views depend on it")
    name = action.args["tables"][0].name.lower()
    session.cursor.execute(f'ALTER TABLE {sql_name(relation)} DROP COLUMN "{name}"')
    session.descriptions.run(
        "DELETE FROM {}.columns WHERE schema_name = ? AND relation_name = ? AND column_name = ?",
        [*relation, name],
    )


def _widen_column(session: Session, relation: Relation, action: exp.AlterColumn) -> None:
    kind = action.args.get("dtype")
    name = action.this.name.lower()
    known = {c.name: c for c in session.descriptions.columns_of(relation)}
    if kind is None or kind.this not in (exp.DType.VARCHAR, exp.DType.TEXT):
        raise not_supported("ALTER COLUMN of another type than VARCHAR")
    if name not in known or not known[name].type.byte_length:
        raise RedshiftError("0A000", f'column "{name}" is not a character column')
    length = int(kind.expressions[0].name) if kind.expressions else 256
    longest = session.cursor.execute(
        f'SELECT coalesce(max(strlen("{name}")), 0) FROM {sql_name(relation)}'
    ).fetchone()
    if longest and longest[0] > length:
        raise RedshiftError("22001", f'column "{name}" holds values longer than {length}')
    wider = character_varying(length)
    session.descriptions.run(
        "UPDATE {}.columns SET declared_type = ?, type_modifier = ?, byte_length = ? "
        "WHERE schema_name = ? AND relation_name = ? AND column_name = ?",
        [wider.text, wider.modifier, length, *relation, name],
    )


def _alter_layout(session: Session, match: re.Match[str]) -> Result:
    relation = resolve(session, exp.to_table(match.group("table"), dialect="redshift"))
    session.lock({relation: Mode.EXCLUSIVE})
    session.transaction.begin_work()
    require(session, relation)
    session.access.require_owner(relation, "alter")
    what, rest = match.group("what").upper(), match.group("rest").strip().lower()
    names = re.findall(r"\w+", rest)
    changes: dict[str, list[object]] = {
        "DISTKEY": ["dist_style = 'KEY', dist_key = ?", names[:1]],
        "SORTKEY": ["sort_style = 'COMPOUND', sort_keys = ?", [names]],
        "COMPOUND": ["sort_style = 'COMPOUND', sort_keys = ?", [names[1:]]],
        "DISTSTYLE": ["dist_style = upper(?)", names[:1]],
    }
    if what not in changes or not names:
        raise not_supported(f"ALTER TABLE … ALTER {what}")
    change, values = changes[what]
    session.descriptions.run(
        f"UPDATE {{}}.relations SET {change} WHERE schema_name = ? AND relation_name = ?",
        [*values, *relation],  # type: ignore[misc]
    )
    return Result("ALTER TABLE")
