"""Short ways to write cases of whole statements, after others that set the scene."""

from collections.abc import Iterable
from typing import Any

from .case import Case, Kind, Type
from .expressions import NOT_SUPPORTED


def rows(
    query: str,
    expected: Iterable[tuple[Any, ...]],
    types: tuple[Type, ...] = (),
    *setup: str,
    kind: Kind = Kind.VALUE,
) -> Case:
    """A query's rows, in their order; of the statements in `setup` it shows the effect."""
    return Case(query, kind, tuple(expected), types, setup=setup)


def committed_rows(
    query: str,
    expected: Iterable[tuple[Any, ...]],
    types: tuple[Type, ...] = (),
    *setup: str,
    cleanup: tuple[str, ...],
    kind: Kind = Kind.VALUE,
) -> Case:
    """As `rows`, each statement committed by itself; `cleanup` undoes them."""
    return Case(query, kind, tuple(expected), types, setup=setup, cleanup=cleanup, autocommit=True)


def error(statement: str, sqlstate: str, *setup: str, message: str = "") -> Case:
    """What Redshift refuses too."""
    return Case(statement, Kind.ERROR, sqlstate=sqlstate, message=message, setup=setup)


def refused(statement: str, *setup: str, message: str = "") -> Case:
    """What Redshift does and this server refuses, by a name that `message` holds."""
    return Case(statement, Kind.REFUSED, sqlstate=NOT_SUPPORTED, message=message, setup=setup)
