"""PREPARE, EXECUTE and DEALLOCATE.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_PREPARE.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlglot import exp
from sqlglot.errors import SqlglotError

from ...errors import SYNTAX_ERROR, UNKNOWN_STATEMENT, RedshiftError, not_supported
from ...translation.parse import parse_sql
from ...translation.scan import StatementText, split_statements
from ...types.fields import Field
from ..named import PreparedSql
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_NAME = r'(?P<name>"[^"]+"|\w+)'
_PREPARE = re.compile(
    rf"PREPARE\s+{_NAME}\s*(?:\((?P<types>.*?)\)\s*)?\bAS\b\s*(?P<statement>(?:SELECT|WITH|INSERT"
    r"|UPDATE|DELETE)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_EXECUTE = re.compile(rf"EXECUTE\s+{_NAME}\s*(?:\((?P<values>.*)\))?\s*", re.IGNORECASE | re.DOTALL)
_DEALLOCATE = re.compile(rf"DEALLOCATE\s+(?:PREPARE\s+)?{_NAME}\s*", re.IGNORECASE)
_TEXTS = (exp.DType.VARCHAR, exp.DType.CHAR, exp.DType.TEXT, exp.DType.NVARCHAR, exp.DType.NCHAR)
Find = Callable[[StatementText], Handler]


class Prepare(Handler):
    """Kept for the session, transactions or no."""

    writes = False

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Note the statement."""
        match = _PREPARE.fullmatch(statement.text)
        if match is None or values:
            raise not_supported("this form of PREPARE")
        name = _unquote(match.group("name"))
        if name in session.translations.prepared:
            raise RedshiftError("42P05", f'prepared statement "{name}" already exists')
        types = tuple(_read_type(text) for text in re.split(r",(?![^(]*\))", match["types"] or ""))
        made = split_statements(match.group("statement"))[0]
        given = tuple(kind for kind in types if kind is not None)
        if made.parameters > len(given):
            raise RedshiftError("42P02", f"there is no parameter ${made.parameters}")
        session.translations.prepared[name] = PreparedSql(made, given)
        return Result("PREPARE")


class Execute(Handler):
    """Runs with its values as if they stood in the text, cast to the types of PREPARE."""

    def __init__(self, find: Find) -> None:
        self._find = find

    def describe(
        self, session: Session, statement: StatementText, values: Values
    ) -> list[Field] | None:
        """The columns of what was prepared."""
        prepared, given = _parse(session, statement)
        return self._find(prepared.statement).describe(session, prepared.statement, given)

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Do what was prepared."""
        prepared, given = _parse(session, statement)
        return self._find(prepared.statement).run(session, prepared.statement, given)


class Deallocate(Handler):
    """Forgets what was prepared."""

    writes = False

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Forget it."""
        match = _DEALLOCATE.fullmatch(statement.text)
        if match is None:
            raise not_supported("this form of DEALLOCATE")
        _require(session, _unquote(match.group("name")))
        del session.translations.prepared[_unquote(match.group("name"))]
        return Result("DEALLOCATE")


def _read_type(text: str) -> exp.DataType | None:
    if not text.strip():
        return None
    try:
        return exp.DataType.build(text.strip(), dialect="redshift")
    except (SqlglotError, ValueError) as error:
        raise RedshiftError("42704", f'type "{text.strip()}" does not exist') from error


def _parse(session: Session, statement: StatementText) -> tuple[PreparedSql, tuple[exp.Expr, ...]]:
    match = _EXECUTE.fullmatch(statement.text)
    if match is None:
        raise not_supported("this form of EXECUTE")
    name = _unquote(match.group("name"))
    prepared = _require(session, name)
    text = (match.group("values") or "").strip()
    items = parse_sql(f"SELECT {text}").expressions if text else []
    if len(items) != len(prepared.types):
        raise RedshiftError(
            SYNTAX_ERROR, f'wrong number of parameters for prepared statement "{name}"'
        )
    return prepared, tuple(map(_value, items, prepared.types))


def _value(item: exp.Expr, kind: exp.DataType) -> exp.Expr:
    """A value of the declared type; a text's length counts where it is stored."""
    if kind.this in _TEXTS and isinstance(item, (exp.Literal, exp.Null)):
        return item
    return exp.Cast(this=item, to=kind.copy())


def _require(session: Session, name: str) -> PreparedSql:
    if name not in session.translations.prepared:
        raise RedshiftError(UNKNOWN_STATEMENT, f'prepared statement "{name}" does not exist')
    return session.translations.prepared[name]


def _unquote(name: str) -> str:
    return name.strip('"').lower()
