"""User-defined functions by name and argument types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import UNDEFINED_FUNCTION, RedshiftError, not_supported
from ...translation.parse import parse_sql
from ...translation.scan import split_statements
from ...types.declared import DeclaredType, declare_type

if TYPE_CHECKING:
    from ..session import Session


@dataclass(frozen=True)
class Function:
    """A described function; `signature` is its name with its argument types."""

    schema: str
    name: str
    signature: str


def read_type(text: str) -> DeclaredType:
    """A type of a function; VARCHAR without a length stands for every length."""
    (statement,) = split_statements("SELECT CAST(NULL AS " + text + ") AS value")
    tree = parse_sql(statement.sql)
    cast = tree.find(exp.Cast)
    if cast is None:
        raise not_supported(f"type {text} of a function")
    if cast.to.this in (exp.DType.VARCHAR, exp.DType.TEXT) and not cast.to.expressions:
        return DeclaredType("character varying", 1043, "VARCHAR")
    return declare_type(cast.to)


def signature_of(name: str, types: list[DeclaredType]) -> str:
    """The name with its argument types, as the catalog and errors show it."""
    return f"{name}({', '.join(base_name(kind) for kind in types)})"


def base_name(kind: DeclaredType) -> str:
    """A type's name without its length: functions differ by types, not by lengths."""
    return kind.text.split("(")[0]


def find_function(session: Session, parts: tuple[str, ...], arguments: tuple[str, ...]) -> Function:
    """The function of this name and these argument types; raises 42883."""
    signature = signature_of(parts[-1], [read_type(text) for text in arguments])
    schemas = (parts[-2],) if len(parts) > 1 else session.search_path
    for schema in schemas:
        if session.descriptions.run(
            "SELECT 1 FROM {}.functions WHERE schema_name = ? AND signature = ?",
            [schema, signature],
        ):
            return Function(schema, parts[-1], signature)
    raise RedshiftError(UNDEFINED_FUNCTION, f"function {signature} does not exist")
