"""SELECT … INTO: a new table with a query's rows.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_INTO.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ...translation.table_attributes import Attributes
from ..result import Result
from .create_table import create_table
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session


class SelectInto(Handler):
    """Does what CREATE TABLE … AS does."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make the table."""
        query = parse_sql(statement.sql, values)
        found = list(query.find_all(exp.Into))
        if len(found) != 1 or not isinstance(found[0].this, exp.Table):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in SELECT INTO")
        into = found[0]
        into.pop()
        properties = [exp.TemporaryProperty()] if into.args.get("temporary") else []
        made = exp.Create(
            this=into.this,
            kind="TABLE",
            expression=query,
            properties=exp.Properties(expressions=properties),
        )
        return create_table(session, made, Attributes())
