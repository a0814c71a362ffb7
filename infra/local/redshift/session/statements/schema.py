"""CREATE, ALTER and DROP SCHEMA.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_SCHEMA.html, r_ALTER_SCHEMA and
r_DROP_SCHEMA.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import (
    DEPENDENT_OBJECTS,
    INVALID_SCHEMA,
    SYNTAX_ERROR,
    UNKNOWN_DATABASE,
    RedshiftError,
    not_supported,
)
from ...translation.scan import StatementText
from ...translation.table_attributes import plain_name
from ..access.identities import require_known
from ..names import refuse_hidden
from ..result import Result
from .drop import drop_with_dependents, lock_for_drop
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_NAME = r'(?:"(?:[^"]|"")+"|[\w$]+)'
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})?"
# dbt names the database before the schema.
_PLACE = rf"(?:(?P<database>{_NAME})\s*\.\s*)?(?P<name>{_NAME})"
_QUOTA = r"QUOTA\s+(?P<quota>UNLIMITED|\d+(?:\s*\.\s*\d+)?\s*(?:MB|GB|TB)?)"
_CREATE = re.compile(
    rf"CREATE\s+SCHEMA\s+(?P<exists>IF\s+NOT\s+EXISTS\s+)?(?!AUTHORIZATION\b)"
    rf"{_PLACE}(?:\s+AUTHORIZATION\s+(?P<owner>{_NAME}))?(?:\s+{_QUOTA})?\s*",
    re.IGNORECASE,
)
_CREATE_OF_USER = re.compile(
    rf"CREATE\s+SCHEMA\s+(?P<exists>IF\s+NOT\s+EXISTS\s+)?AUTHORIZATION\s+"
    rf"(?P<owner>(?P<name>{_NAME}))(?P<database>)(?:\s+{_QUOTA})?\s*",
    re.IGNORECASE,
)
_ALTER = re.compile(
    rf"ALTER\s+SCHEMA\s+{_PLACE}\s+(?:RENAME\s+TO\s+(?P<new>{_NAME})"
    rf"|OWNER\s+TO\s+(?P<owner>{_NAME})|{_QUOTA})\s*",
    re.IGNORECASE,
)
_DROP = re.compile(
    rf"DROP\s+SCHEMA\s+(?P<exists>IF\s+EXISTS\s+)?"
    rf"(?P<names>{_DOTTED}(?:\s*,\s*{_DOTTED})*)"
    r"(?:\s+(?P<how>CASCADE|RESTRICT))?\s*",
    re.IGNORECASE,
)
_DESCRIBED = ("schemas", "privileges", "default_privileges", "functions", "comments")


class CreateSchema(Handler):
    """CREATE SCHEMA [IF NOT EXISTS] [database.]name [AUTHORIZATION owner] [QUOTA UNLIMITED]."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make and describe it."""
        match = _CREATE.fullmatch(statement.text) or _CREATE_OF_USER.fullmatch(statement.text)
        if match is None:
            raise not_supported("this form of CREATE SCHEMA")
        _refuse_quota(match)
        _require_own(session, match["database"])
        name, owner = plain_name(match["name"]), plain_name(match["owner"] or session.user)
        _require_free_name(name)
        session.transaction.begin_work()
        session.access.require_database("create")
        if owner != session.user:
            session.access.require_superuser("create a schema for another user")
            require_known(session, "user", owner)
        if name in session.catalog.schemas():
            if match["exists"]:
                notice = f'Schema "{name}" already exists and will be skipped'
                return Result("CREATE SCHEMA", notices=[notice])
            raise RedshiftError("42P06", f'Schema "{name}" already exists')
        session.cursor.execute(f"CREATE SCHEMA {_quote(name)}")
        session.descriptions.run("INSERT INTO {}.schemas VALUES (?, ?)", [name, owner])
        return Result("CREATE SCHEMA")


class AlterSchema(Handler):
    """ALTER SCHEMA name OWNER TO, RENAME TO (of an empty one) or QUOTA UNLIMITED."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Alter."""
        match = _ALTER.fullmatch(statement.text)
        if match is None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in ALTER SCHEMA")
        _refuse_quota(match)
        _require_own(session, match["database"])
        name = plain_name(match["name"])
        session.transaction.begin_work()
        _require(session, name)
        session.access.require_schema_owner(name, "alter")
        if match["owner"]:
            _give(session, name, plain_name(match["owner"]))
        elif match["new"]:
            _rename(session, name, plain_name(match["new"]))
        return Result("ALTER SCHEMA")


class DropSchema(Handler):
    """DROP SCHEMA [IF EXISTS] name [, …] [CASCADE | RESTRICT]."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Drop each; a name that is missing is an error, or a notice with IF EXISTS."""
        match = _DROP.fullmatch(statement.text)
        if match is None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in DROP SCHEMA")
        cascade = (match["how"] or "").upper() == "CASCADE"
        session.transaction.begin_work()
        notices = []
        for place in re.finditer(_PLACE, match["names"]):
            _require_own(session, place["database"])
            name = plain_name(place["name"])
            if match["exists"] and name not in session.catalog.schemas():
                notices.append(f'Schema "{name}" does not exist and will be skipped')
            else:
                _drop(session, name, cascade=cascade)
        return Result("DROP SCHEMA", notices=notices)


def _refuse_quota(match: re.Match[str]) -> None:
    """A limit that nothing would keep is refused; UNLIMITED is what holds without it."""
    if match["quota"] and match["quota"].upper() != "UNLIMITED":
        raise not_supported("a QUOTA of a schema other than UNLIMITED")


def _require_own(session: Session, database: str | None) -> None:
    if database and plain_name(database) != session.shared.database.name:
        raise RedshiftError(UNKNOWN_DATABASE, f"database {database} does not exist")


def _require_free_name(name: str) -> None:
    refuse_hidden(name)
    if name.startswith("pg_"):
        detail = 'The prefix "pg_" is reserved for system schemas.'
        raise RedshiftError("42939", f'unacceptable schema name "{name}"', detail=detail)


def _require(session: Session, name: str) -> None:
    refuse_hidden(name)
    if name not in session.catalog.schemas():
        raise RedshiftError(INVALID_SCHEMA, f'Schema "{name}" does not exist')


def _give(session: Session, name: str, owner: str) -> None:
    if owner != session.user:
        session.access.require_superuser("give a schema to another user")
    require_known(session, "user", owner)
    session.descriptions.run("DELETE FROM {}.schemas WHERE schema_name = ?", [name])
    session.descriptions.run("INSERT INTO {}.schemas VALUES (?, ?)", [name, owner])


def _rename(session: Session, name: str, new: str) -> None:
    """DuckDB renames no schema: an empty one is made anew."""
    _require_free_name(new)
    if new in session.catalog.schemas():
        raise RedshiftError("42P06", f'Schema "{new}" already exists')
    if _contents(session, name):
        raise not_supported("ALTER SCHEMA … RENAME of a schema that is not empty")
    session.cursor.execute(f"CREATE SCHEMA {_quote(new)}")
    session.cursor.execute(f"DROP SCHEMA {_quote(name)}")
    for table in _DESCRIBED:
        session.descriptions.run(
            f"UPDATE {{}}.{table} SET schema_name = ? WHERE schema_name = ?", [new, name]
        )


def _contents(session: Session, name: str) -> list[str]:
    functions = session.descriptions.run(
        "SELECT signature FROM {}.functions WHERE schema_name = ?", [name]
    )
    tables = [f"table {table}" for _, table in session.catalog.relations_of(name)]
    return tables + [f"function {signature}" for (signature,) in functions]


def _drop(session: Session, name: str, *, cascade: bool) -> None:
    _require(session, name)
    session.access.require_schema_owner(name, "drop")
    if not cascade and (contents := _contents(session, name)):
        raise RedshiftError(
            DEPENDENT_OBJECTS,
            f"cannot drop schema {name} because other objects depend on it",
            detail=f"{contents[0]} depends on schema {name}",
        )
    for relation in session.catalog.relations_of(name):
        lock_for_drop(session, relation, cascade=True)
        is_rows = session.descriptions.kind_of(relation) == "materialized_rows"
        if session.catalog.exists(relation) and not is_rows:
            drop_with_dependents(session, relation, cascade=True)
    session.cursor.execute(f"DROP SCHEMA {_quote(name)} CASCADE")
    for described in _DESCRIBED:
        session.descriptions.run(f"DELETE FROM {{}}.{described} WHERE schema_name = ?", [name])


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
