"""What a kind of statement must be able to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.scan import StatementText, leading_words
from ...types.fields import Field
from ..result import Result

if TYPE_CHECKING:
    from ..session import Session

Values = Sequence[exp.Expr]


class Handler:
    """By default a statement answers no columns, ends no transaction and leaves names alone."""

    ends_transaction = False
    # Whether a READ ONLY transaction refuses it.
    writes = True
    # Whether what a name means may be another afterwards: translations of before are then dropped.
    changes_catalog = False

    def describe(
        self, session: Session, statement: StatementText, values: Values
    ) -> list[Field] | None:
        """The columns that `run` will answer with."""
        return None

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Do it."""
        raise NotImplementedError


# What Redshift can do and this server cannot: the reference's statements that have no handler.
# https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_commands.html
_KNOWN = frozenset(
    re.findall(
        r"\w+",
        "ALTER ANALYZE ATTACH CALL CANCEL CLOSE COPY CREATE DEALLOCATE DECLARE DESC DETACH DROP "
        "EXECUTE FETCH GRANT INSERT LISTEN LOCK MOVE NOTIFY PREPARE REFRESH REINDEX RELEASE "
        "REVOKE SAVEPOINT SET SHOW UNLISTEN UNLOAD USE",
    )
)


class Refuse(Handler):
    """For statements that are not known."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Raise 0A000 with the statement's first words; 42601 for what is no statement at all."""
        words = leading_words(statement.text, 2)
        if not words or words[0] not in _KNOWN:
            near = statement.text.split()[0]
            raise RedshiftError(SYNTAX_ERROR, f'syntax error at or near "{near}"', 1)
        raise not_supported("statement " + " ".join(words))
