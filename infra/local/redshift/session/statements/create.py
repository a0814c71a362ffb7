"""CREATE TABLE, VIEW, SCHEMA."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import RedshiftError, not_supported
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ..result import Result
from .create_table import create_table, values_are_unused
from .create_view import create_view
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_SCHEMA = re.compile(
    r'CREATE\s+SCHEMA\s+(?P<exists>IF\s+NOT\s+EXISTS\s+)?(?P<name>"[^"]+"|[\w$]+)'
    r'(?:\s+AUTHORIZATION\s+(?P<owner>"[^"]+"|\w+))?(?:\s+QUOTA\s+.*)?\s*$',
    re.IGNORECASE,
)


class Create(Handler):
    """By the kind of what is made."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make it."""
        values_are_unused(values)
        tree = parse_sql(statement.sql)
        if not isinstance(tree, exp.Create) or tree.kind not in ("TABLE", "VIEW"):
            kind = getattr(tree, "kind", "this")
            raise not_supported(f"CREATE {kind}")
        return create_table(session, tree) if tree.kind == "TABLE" else create_view(session, tree)


class CreateSchema(Handler):
    """CREATE SCHEMA [IF NOT EXISTS] name [AUTHORIZATION owner]."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make and describe it."""
        match = _SCHEMA.match(statement.text)
        if match is None:
            raise not_supported("this form of CREATE SCHEMA")
        name = match.group("name").strip('"').lower()
        owner = (match.group("owner") or session.shared.database.user).strip('"').lower()
        session.transaction.begin_work()
        if name in session.catalog.schemas():
            if match.group("exists"):
                return Result(
                    "CREATE SCHEMA", notices=[f'Schema "{name}" already exists and will be skipped']
                )
            raise RedshiftError("42P06", f'Schema "{name}" already exists')
        session.cursor.execute(f'CREATE SCHEMA "{name}"')
        session.descriptions.run("INSERT INTO {}.schemas VALUES (?, ?)", [name, owner])
        return Result("CREATE SCHEMA")
