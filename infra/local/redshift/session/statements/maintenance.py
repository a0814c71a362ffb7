"""ANALYZE and VACUUM: DuckDB keeps its tables in order itself, so only what they name is checked.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ANALYZE.html and r_VACUUM_command.
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
from ...translation.materialized_view import NAME
from ...translation.scan import StatementText, leading_words
from ...translation.table_attributes import plain_name
from ..locks import Relation
from ..names import require, resolve
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_COLUMNS = r"\s*\((?P<columns>[^()]+)\)"
_ANALYZE = re.compile(
    r"ANALYZE(?:\s+VERBOSE)?(?:\s+(?!(?:PREDICATE|ALL)\s+COLUMNS)"
    rf"(?P<table>{NAME})(?:{_COLUMNS})?)?(?:\s*(?:PREDICATE|ALL)\s+COLUMNS)?\s*",
    re.IGNORECASE,
)
_VACUUM = re.compile(
    r"VACUUM(?:\s+(?P<kind>FULL|SORT\s+ONLY|DELETE\s+ONLY|REINDEX|RECLUSTER))?"
    rf"(?:\s+(?!BOOST\b)(?P<table>{NAME}))?(?P<to>\s+TO\s+(?P<threshold>\d+)\s+PERCENT)?"
    r"(?:\s+BOOST)?\s*",
    re.IGNORECASE,
)


class Analyze(Handler):
    """ANALYZE [VERBOSE] [table [(columns)]] [PREDICATE COLUMNS | ALL COLUMNS]."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Check; raises 42P01, 42703 and 42501."""
        if leading_words(statement.text, 2)[1:] == ("COMPRESSION",):
            raise not_supported("ANALYZE COMPRESSION")
        match = _ANALYZE.fullmatch(statement.text)
        if match is None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in ANALYZE")
        if match["table"]:
            relation = _open(session, match["table"])
            known = session.catalog.column_names(relation)
            for name in (match["columns"] or "").split(",") if match["columns"] else ():
                if plain_name(name) not in known:
                    text = f'column "{plain_name(name)}" does not exist'
                    raise RedshiftError(UNDEFINED_COLUMN, text)
        return Result("ANALYZE")


class Vacuum(Handler):
    """VACUUM [FULL | SORT ONLY | DELETE ONLY | REINDEX | RECLUSTER] [table] [TO n PERCENT]."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Check; raises 25001, 42P01 and 42501."""
        match = _VACUUM.fullmatch(statement.text)
        if match is None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in VACUUM")
        kind = (match["kind"] or "FULL").upper()
        if not match["table"] and (kind in ("REINDEX", "RECLUSTER") or match["to"]):
            raise RedshiftError(SYNTAX_ERROR, f"VACUUM {kind} needs the name of a table")
        if kind == "REINDEX" and match["to"] or int(match["threshold"] or 0) > 100:
            raise RedshiftError(SYNTAX_ERROR, "VACUUM: this threshold is not supported")
        if session.status == "T":
            raise RedshiftError(ACTIVE_TRANSACTION, "VACUUM cannot run inside a transaction block")
        if match["table"]:
            _open(session, match["table"])
        return Result("VACUUM")


def _open(session: Session, name: str) -> Relation:
    relation = resolve(session, exp.to_table(name, dialect="redshift"))
    session.transaction.begin_work()
    require(session, relation)
    session.access.require_owner(relation)
    if session.descriptions.kind_of(relation) in ("view", "late_binding_view"):
        raise RedshiftError("42809", f'"{relation[1]}" is not a table')
    return relation
