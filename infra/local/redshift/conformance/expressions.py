"""Short ways to write cases of one expression; `source` is what follows it, FROM and all."""

from typing import Any

from .case import Case, Kind, Type

NOT_SUPPORTED = "0A000"


def value(
    expression: str, expected: Any, kind: Type, source: str = "", text: str | None = None
) -> Case:
    """An ordinary value."""
    return _answered(Kind.VALUE, expression, expected, kind, source, text)


def boundary(
    expression: str, expected: Any, kind: Type, source: str = "", text: str | None = None
) -> Case:
    """A value at an edge: the least, the greatest, the empty, a month's end."""
    return _answered(Kind.BOUNDARY, expression, expected, kind, source, text)


def null(expression: str, kind: Type, source: str = "", expected: Any = None) -> Case:
    """What becomes of NULL: NULL itself, unless `expected` says otherwise."""
    return _answered(Kind.NULL, expression, expected, kind, source, None)


def error(expression: str, sqlstate: str, source: str = "", message: str = "") -> Case:
    """What Redshift refuses too."""
    return Case(_query(expression, source), Kind.ERROR, sqlstate=sqlstate, message=message)


def refused(expression: str, source: str = "", message: str = "") -> Case:
    """What Redshift answers and this server refuses, by a name that `message` holds."""
    return Case(_query(expression, source), Kind.REFUSED, sqlstate=NOT_SUPPORTED, message=message)


def _answered(
    kind: Kind, expression: str, expected: Any, type_: Type, source: str, text: str | None
) -> Case:
    return Case(_query(expression, source), kind, ((expected,),), (type_,), text=text)


def _query(expression: str, source: str) -> str:
    return f"select {expression} as value {source}".rstrip()
