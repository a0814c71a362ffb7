"""CREATE TABLE, VIEW, SCHEMA."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import UNKNOWN_DATABASE, RedshiftError, not_supported
from ...translation.definition import take_interleaved
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ..access.identities import require_known
from ..names import refuse_capitals
from ..result import Result
from .create_table import create_table, values_are_unused
from .create_view import create_view
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_SCHEMA = re.compile(
    r"CREATE\s+SCHEMA\s+(?P<exists>IF\s+NOT\s+EXISTS\s+)?"
    r'(?:(?P<database>"[^"]+"|[\w$]+)\s*\.\s*)?(?P<name>"[^"]+"|[\w$]+)'
    r'(?:\s+AUTHORIZATION\s+(?P<owner>"[^"]+"|\w+))?(?:\s+QUOTA\s+.*)?\s*$',
    re.IGNORECASE,
)


class Create(Handler):
    """By the kind of what is made."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make it."""
        values_are_unused(values)
        sql, interleaved = take_interleaved(statement.sql)
        tree = parse_sql(sql)
        if not isinstance(tree, exp.Create) or tree.kind not in ("TABLE", "VIEW"):
            kind = getattr(tree, "kind", "this")
            raise not_supported(f"CREATE {kind}")
        refuse_capitals(session, tree.this)
        if tree.kind == "VIEW":
            return create_view(session, tree)
        return create_table(session, tree, interleaved=interleaved)


class CreateSchema(Handler):
    """CREATE SCHEMA [IF NOT EXISTS] [database.]name [AUTHORIZATION owner]."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make and describe it."""
        match = _SCHEMA.match(statement.text)
        if match is None:
            raise not_supported("this form of CREATE SCHEMA")
        _require_own(session, match["database"])
        name = match.group("name").strip('"').lower()
        owner = (match.group("owner") or session.user).strip('"').lower()
        session.transaction.begin_work()
        session.access.require_database("create")
        if owner != session.user:
            session.access.require_superuser("create a schema for another user")
            require_known(session, "user", owner)
        if name in session.catalog.schemas():
            if match.group("exists"):
                return Result(
                    "CREATE SCHEMA", notices=[f'Schema "{name}" already exists and will be skipped']
                )
            raise RedshiftError("42P06", f'Schema "{name}" already exists')
        session.cursor.execute(f'CREATE SCHEMA "{name}"')
        session.descriptions.run("INSERT INTO {}.schemas VALUES (?, ?)", [name, owner])
        return Result("CREATE SCHEMA")


def _require_own(session: Session, database: str | None) -> None:
    if database is not None and database.strip('"').lower() != session.shared.database.name:
        raise RedshiftError(UNKNOWN_DATABASE, f"database {database} does not exist")
