"""Statements that a session has named by PREPARE, and comes back to."""

from dataclasses import dataclass

from sqlglot import exp

from ..translation.scan import StatementText


@dataclass(frozen=True)
class PreparedSql:
    """With the types of its parameters."""

    statement: StatementText
    types: tuple[exp.DataType, ...]
