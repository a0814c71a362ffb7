"""Privileges as they are kept: added, revoked with what depends on them, given by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import DEPENDENT_OBJECTS, INVALID_SCHEMA, UNDEFINED_COLUMN, RedshiftError
from ..names import require, resolve
from .functions import find_function
from .grants import Grant, Named

if TYPE_CHECKING:
    from ..session import Session


@dataclass(frozen=True)
class Place:
    """One privilege on one object; `name` is a relation's or a function's signature."""

    kind: str
    schema: str
    name: str | None
    column: str | None = None
    privilege: str = ""

    @property
    def spoken(self) -> str:
        """The object as an error names it."""
        if self.name is None:
            return f"schema {self.schema}" if self.kind == "schema" else "database"
        return f"{'function' if self.kind == 'function' else 'relation'} {self.name}"

    def owner(self, session: Session) -> str:
        """The object's owner."""
        if self.kind in ("relation", "column"):
            return session.access.owner_of((self.schema, str(self.name)))
        table, value = ("schemas", "schema_name = ?"), [self.schema]
        if self.kind == "function":
            table, value = ("functions", "schema_name = ? AND signature = ?"), [
                self.schema, str(self.name),
            ]  # fmt: skip
        rows = session.descriptions.run(
            f"SELECT owner FROM {{}}.{table[0]} WHERE {table[1]}", [*value]
        )
        return str(rows[0][0]) if rows else session.shared.database.user


def objects_of(session: Session, grant: Grant) -> list[Place]:
    """The objects that a GRANT or REVOKE names; raises where one does not exist."""
    if grant.in_schemas:
        for schema in grant.in_schemas:
            _require_schema(session, schema)
        return [p for schema in grant.in_schemas for p in _all_of(session, grant.kind, schema)]
    return [_object(session, grant, named) for named in grant.names]


def _all_of(session: Session, kind: str, schema: str) -> list[Place]:
    if kind == "function":
        rows = session.descriptions.run(
            "SELECT signature FROM {}.functions WHERE schema_name = ?", [schema]
        )
        return [Place("function", schema, str(row[0])) for row in rows]
    rows = session.descriptions.run(
        "SELECT relation_name FROM {}.relations WHERE schema_name = ? "
        "AND kind <> 'materialized_rows'",
        [schema],
    )
    return [Place("relation", schema, str(row[0])) for row in rows]


def _object(session: Session, grant: Grant, named: Named) -> Place:
    if grant.kind == "schema":
        _require_schema(session, named.parts[-1])
        return Place("schema", named.parts[-1], None)
    if grant.kind == "database":
        if named.parts[-1] != session.shared.database.name.lower():
            raise RedshiftError("3D000", f'database "{named.parts[-1]}" does not exist')
        return Place("database", "", None)
    if grant.kind == "function":
        found = find_function(session, named.parts, named.arguments or ())
        return Place("function", found.schema, found.signature)
    parts = [exp.to_identifier(part, quoted=True) for part in named.parts]
    relation = resolve(session, exp.Table(this=parts[-1], db=parts[-2] if parts[1:] else None))
    require(session, relation)
    known = set(session.catalog.column_names(relation))
    for _, _, column in grant.expanded():
        if column is not None and column not in known:
            raise RedshiftError(
                UNDEFINED_COLUMN, f'column "{column}" of {relation[1]} does not exist'
            )
    return Place("relation", *relation)


def _require_schema(session: Session, schema: str) -> None:
    if schema not in session.catalog.schemas():
        raise RedshiftError(INVALID_SCHEMA, f'schema "{schema}" does not exist')


_SAME = (
    "object_kind = ? AND schema_name = ? AND relation_name IS NOT DISTINCT FROM ? "
    "AND column_name IS NOT DISTINCT FROM ? AND privilege = ?"
)


def _values(place: Place) -> list[object]:
    return [place.kind, place.schema, place.name, place.column, place.privilege]


def add(
    session: Session, place: Place, grantee: tuple[str, str], grantor: str, grantable: bool
) -> None:
    """Note a privilege; a grant option of before stays."""
    kind, name = grantee
    before = session.descriptions.run(
        f"DELETE FROM {{}}.privileges WHERE {_SAME} AND grantee_kind = ? AND grantee = ? "
        "AND grantor = ? RETURNING grantable",
        [*_values(place), kind, name, grantor],
    )
    session.descriptions.run(
        "INSERT INTO {}.privileges (object_kind, schema_name, relation_name, column_name, "
        "privilege, grantee_kind, grantee, grantor, grantable) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*_values(place), kind, name, grantor, grantable or any(row[0] for row in before)],
    )


def revoke(
    session: Session,
    place: Place,
    grantee: tuple[str, str],
    grantor: str | None,
    option_only: bool,
    cascade: bool,
) -> None:
    """Take a privilege, or its grant option, that `grantor` gave (None: whoever did)."""
    kind, name = grantee
    act = (
        "UPDATE {}.privileges SET grantable = false" if option_only else "DELETE FROM {}.privileges"
    )
    session.descriptions.run(
        f"{act} WHERE {_SAME} AND grantee_kind = ? AND grantee = ? AND (? IS NULL OR grantor = ?)",
        [*_values(place), kind, name, grantor, grantor],
    )
    if place.kind == "relation" and not option_only:
        session.descriptions.run(
            "DELETE FROM {}.privileges WHERE object_kind = 'column' AND schema_name = ? "
            "AND relation_name = ? AND privilege = ? AND grantee_kind = ? AND grantee = ?",
            [place.schema, place.name, place.privilege, kind, name],
        )
    if kind == "user" and name != place.owner(session):
        _revoke_dependent(session, place, name, cascade)


def _revoke_dependent(session: Session, place: Place, user: str, cascade: bool) -> None:
    still = session.descriptions.run(
        f"SELECT 1 FROM {{}}.privileges WHERE {_SAME} AND grantee_kind = 'user' "
        "AND grantee = ? AND grantable",
        [*_values(place), user],
    )
    dependent = session.descriptions.run(
        f"SELECT grantee_kind, grantee FROM {{}}.privileges WHERE {_SAME} AND grantor = ?",
        [*_values(place), user],
    )
    if still or not dependent:
        return
    if not cascade:
        raise RedshiftError(DEPENDENT_OBJECTS, "dependent privileges exist")
    for kind, name in dependent:
        revoke(session, place, (str(kind), str(name)), user, False, True)
