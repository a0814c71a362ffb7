"""CREATE and DROP FUNCTION, of SQL: other languages are refused by their names.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_FUNCTION.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import (
    DEPENDENT_OBJECTS,
    SYNTAX_ERROR,
    RedshiftError,
    not_supported,
)
from ...translation.scan import StatementText
from ...translation.user_functions import check_name, read_body, translate_body
from ..access.functions import find_function, read_type, signature_of
from ..access.grants import read_arguments
from ..access.privileges import Place, add
from ..access.words import Words
from ..locks import Mode
from ..names import sql_name
from ..result import Result
from .create_table import values_are_unused
from .create_view import note_dependencies
from .default_privileges import NO_EXECUTE
from .drop import dependents, drop_with_dependents, lock_for_drop
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_CREATE = re.compile(
    r"CREATE\s+(?P<replace>OR\s+REPLACE\s+)?FUNCTION\s+(?P<head>.+?)\s+"
    r"RETURNS\s+(?P<returns>.+?)\s+(?P<volatility>VOLATILE|STABLE|IMMUTABLE)\s+"
    r"AS\s*\$(?P<tag>\w*)\$(?P<body>.*)\$(?P=tag)\$\s*LANGUAGE\s+(?P<language>\w+)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MOST_ARGUMENTS = 32


class CreateFunction(Handler):
    """CREATE [OR REPLACE] FUNCTION name (types) RETURNS type … AS $$ SELECT … $$ LANGUAGE sql."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Describe it and make its macro."""
        values_are_unused(values)
        match = _CREATE.match(statement.text)
        if match is None:
            raise RedshiftError(
                SYNTAX_ERROR,
                "syntax error: a function needs RETURNS, a volatility, AS $$ … $$ and LANGUAGE",
            )
        if match["language"].upper() != "SQL":
            raise not_supported(f"a function of LANGUAGE {match['language'].lower()}")
        words = Words(match["head"])
        parts = [words.name()]
        while words.take("."):
            parts.append(words.name())
        arguments = read_arguments(words)
        words.finish()
        schema = parts[-2] if len(parts) > 1 else session.search_path[0]
        check_name(parts[-1])
        _create(session, schema, parts[-1], arguments, match)
        return Result("CREATE FUNCTION")


def _create(
    session: Session, schema: str, name: str, arguments: tuple[str, ...], match: re.Match[str]
) -> None:
    if len(arguments) > _MOST_ARGUMENTS:
        raise RedshiftError("54023", f"functions cannot have more than {_MOST_ARGUMENTS} arguments")
    types = [read_type(text) for text in arguments]
    signature = signature_of(name, types)
    returns = read_type(match["returns"]).text
    body = read_body(match["body"], len(types))
    session.lock({(schema, f"{name}()"): Mode.EXCLUSIVE})
    session.transaction.begin_work()
    if schema not in session.catalog.schemas():
        raise RedshiftError("3F000", f'schema "{schema}" does not exist')
    session.access.require_create(schema)
    is_new = _make_room(session, schema, signature, bool(match["replace"]), returns)
    owner = session.user if is_new else Place("function", schema, signature).owner(session)
    session.descriptions.run(
        "DELETE FROM {}.functions WHERE schema_name = ? AND signature = ?", [schema, signature]
    )
    session.descriptions.run(
        "INSERT INTO {}.functions SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "coalesce(max(function_id) + 1, 200000) FROM {}.functions",
        [schema, name, signature, [t.text for t in types], [t.duckdb for t in types],
         returns, body, match["volatility"].lower(), owner],
    )  # fmt: skip
    session.shared.may.have_functions = True
    _make_macro(session, schema, name)
    if is_new:
        _give_privileges(session, schema, signature)


def _make_room(session: Session, schema: str, signature: str, replace: bool, returns: str) -> bool:
    """Whether there is none of the signature yet; raises 42723 where it is in the way."""
    found = session.descriptions.run(
        "SELECT owner, return_type FROM {}.functions WHERE schema_name = ? AND signature = ?",
        [schema, signature],
    )
    if not found:
        return True
    if not replace:
        raise RedshiftError(
            "42723", f"function {signature} already exists with same argument types"
        )
    _require_owner(session, str(found[0][0]), signature)
    if found[0][1] != returns:
        raise RedshiftError("42P13", "cannot change return type of existing function")
    return False


def _require_owner(session: Session, owner: str, signature: str) -> None:
    if owner != session.user and not session.access.is_superuser():
        raise RedshiftError("42501", f"must be owner of function {signature}")


def _make_macro(session: Session, schema: str, name: str) -> None:
    """DuckDB knows all functions of one name as one macro of several forms."""
    rows = session.descriptions.run(
        "SELECT signature, argument_types, return_type, body FROM {}.functions "
        "WHERE schema_name = ? AND function_name = ? ORDER BY signature",
        [schema, name],
    )
    forms = []
    for signature, arguments, returns, body in rows:
        context = session.make_context(lasting=True)
        types = [read_type(str(text)) for text in arguments]  # type: ignore[attr-defined]
        forms.append(translate_body(str(body), types, str(returns), context))
        session.descriptions.run(
            "DELETE FROM {}.dependencies WHERE schema_name = ? AND relation_name = ?",
            [schema, str(signature)],
        )
        note_dependencies(session, (schema, str(signature)), context.calls)
    macro = sql_name((schema, name))
    if forms:
        session.cursor.execute(f"CREATE OR REPLACE MACRO {macro}{', '.join(forms)}")
    else:
        session.cursor.execute(f"DROP MACRO {macro}")


def _give_privileges(session: Session, schema: str, signature: str) -> None:
    session.descriptions.give_defaults("function", schema, signature)
    taken = session.descriptions.run(
        "SELECT 1 FROM {}.default_privileges WHERE owner = ? AND object_kind = 'function' "
        "AND privilege = ? AND (schema_name IS NULL OR schema_name = ?)",
        [session.user, NO_EXECUTE, schema],
    )
    if not taken:
        place = Place("function", schema, signature, None, "execute")
        add(session, place, ("public", "public"), session.user, False)


class DropFunction(Handler):
    """DROP FUNCTION name (types) [CASCADE | RESTRICT]."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Drop it, and with CASCADE the views that call it."""
        words = Words(statement.text)
        words.expect("DROP", "FUNCTION")
        parts = [words.name()]
        while words.take("."):
            parts.append(words.name())
        arguments = read_arguments(words)
        cascade = words.take("CASCADE")
        words.take("RESTRICT")
        words.finish()
        session.transaction.begin_work()
        found = find_function(session, tuple(parts), arguments)
        session.lock({(found.schema, f"{found.name}()"): Mode.EXCLUSIVE})
        owner = Place("function", found.schema, found.signature).owner(session)
        _require_owner(session, owner, found.signature)
        _drop_dependents(session, (found.schema, found.signature), cascade)
        for table, column in (("functions", "signature"), ("privileges", "relation_name"),
                              ("dependencies", "relation_name")):  # fmt: skip
            session.descriptions.run(
                f"DELETE FROM {{}}.{table} WHERE schema_name = ? AND {column} = ?",
                [found.schema, found.signature],
            )
        _make_macro(session, found.schema, found.name)
        return Result("DROP FUNCTION")


def _drop_dependents(session: Session, function: tuple[str, str], cascade: bool) -> None:
    above = dependents(session, function)
    if above and not cascade:
        names = ", ".join(name for _, name in above)
        raise RedshiftError(
            DEPENDENT_OBJECTS,
            f"cannot drop function {function[1]} because other objects depend on it: {names}",
        )
    for relation in above:
        if relation[1].endswith(")"):
            raise not_supported(f"DROP … CASCADE of function {relation[1]} along with another")
        lock_for_drop(session, relation, cascade=True)
        drop_with_dependents(session, relation, cascade=True)
