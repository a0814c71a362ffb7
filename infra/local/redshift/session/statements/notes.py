"""What is noted and changes no answer: COMMENT; VACUUM and ANALYZE do nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ..names import require, resolve
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_NO_COMMENT = re.compile(r"\bIS\s+NULL\s*$", re.IGNORECASE)


class Comment(Handler):
    """COMMENT ON TABLE, VIEW, COLUMN, SCHEMA."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Replace the comment; IS NULL removes it."""
        removed = _NO_COMMENT.search(statement.text)
        tree = parse_sql(_NO_COMMENT.sub("IS ''", statement.sql))
        if not isinstance(tree, exp.Comment):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in COMMENT")
        session.transaction.begin_work()
        place = _place(session, tree)
        if place[1] is None:
            session.access.require_schema_owner(place[0])
        else:
            session.access.require_owner((place[0], place[1]))
        session.descriptions.run(
            "DELETE FROM {}.comments WHERE schema_name IS NOT DISTINCT FROM ? AND relation_name "
            "IS NOT DISTINCT FROM ? AND column_name IS NOT DISTINCT FROM ?",
            [*place],
        )
        if not removed:
            text = tree.expression.name
            session.descriptions.run("INSERT INTO {}.comments VALUES (?, ?, ?, ?)", [*place, text])
        return Result("COMMENT")


def _place(session: Session, tree: exp.Comment) -> tuple[str, str | None, str | None]:
    kind, target = str(tree.args["kind"]).upper(), tree.this
    if kind in ("TABLE", "VIEW"):
        relation = resolve(session, target)
        require(session, relation)
        return *relation, None
    if kind == "COLUMN":
        parts = [part.name for part in target.parts]
        table = exp.Table(this=exp.to_identifier(parts[-2]))
        if len(parts) > 2:
            table.set("db", exp.to_identifier(parts[-3]))
        relation = resolve(session, table)
        require(session, relation)
        return *relation, parts[-1].lower()
    if kind == "SCHEMA":
        return target.name.lower(), None, None
    raise not_supported(f"COMMENT ON {kind}")


class DoNothing(Handler):
    """VACUUM and ANALYZE: DuckDB keeps its tables in order itself."""

    def __init__(self, tag: str) -> None:
        self._tag = tag

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Answer the tag."""
        if self._tag == "VACUUM" and session.status == "T":
            raise RedshiftError("25001", "VACUUM cannot run inside a transaction block")
        return Result(self._tag)
