"""LOCK TABLE: before the snapshot, so that what follows sees all that was committed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError
from ...translation.scan import StatementText
from ..locks import Mode
from ..names import require, resolve
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_LOCK = re.compile(r"LOCK\s+(?:TABLE\s+)?(?P<names>.+)", re.IGNORECASE | re.DOTALL)


class Lock(Handler):
    """Held till the end of the transaction; readers wait too."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Wait for every other user of the tables to be done."""
        match = _LOCK.match(statement.text)
        if match is None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in LOCK")
        wanted = {}
        for name in match.group("names").split(","):
            relation = resolve(session, exp.to_table(name.strip().lower(), dialect="redshift"))
            require(session, relation)
            session.access.require_any(relation, "insert", "update", "delete", "truncate")
            wanted[relation] = Mode.EXCLUSIVE
        session.lock(wanted, altering=False)
        return Result("LOCK TABLE")
