"""CREATE TABLE and VIEW."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ...translation.table_attributes import take_attributes
from ..names import refuse_capitals
from ..result import Result
from .create_table import create_table, values_are_unused
from .create_view import create_view
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

# What this server makes; whatever else CREATE, ALTER and DROP name is refused by its own words.
_KIND = re.compile(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:LOCAL\s+)?TEMP(?:ORARY)?\s+)?"
    r"(?P<kind>(?:(?:EXTERNAL|RLS|MASKING|IDENTITY)\s+)?\w+)",
    re.IGNORECASE,
)


class Create(Handler):
    """By the kind of what is made."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make it."""
        values_are_unused(values)
        _require_known_kind(statement.text)
        sql, attributes = take_attributes(statement.sql)
        tree = parse_sql(sql)
        if not isinstance(tree, exp.Create):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in CREATE")
        refuse_capitals(session, tree.this)
        if tree.kind == "VIEW":
            return create_view(session, tree)
        return create_table(session, tree, attributes)


def _require_known_kind(text: str) -> None:
    match = _KIND.match(text)
    kind = " ".join(match["kind"].upper().split()) if match else ""
    if kind not in ("TABLE", "VIEW"):
        raise not_supported(f"CREATE {kind}".strip())
