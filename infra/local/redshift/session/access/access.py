"""Checks what the session's user may do. The server's first user is never asked about.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Privileges.html
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from ...errors import RedshiftError
from ...metadata import SCHEMA
from ..locks import Relation
from .rights import ObjectKey, Rights, read_rights

if TYPE_CHECKING:
    from ..session import Session

DENIED = "42501"
# Of relations, in the order in which an ACL lists them.
RELATION_PRIVILEGES = (
    "insert", "select", "update", "delete", "references", "drop", "truncate", "alter",
)  # fmt: skip


class Access:
    """One for a session; what was read is kept as long as no name can mean anything else."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._first = session.shared.database.user
        self._meaning: Hashable | None = None
        self._rights: dict[str, Rights] = {}
        self._answers: dict[tuple[str, tuple[str, ...]], list[tuple[object, ...]]] = {}

    def is_superuser(self, user: str | None = None) -> bool:
        """Whether the session's user, or another, may do everything."""
        user = user or self._session.user
        return user == self._first or self.rights(user).is_superuser

    def rights(self, user: str) -> Rights:
        """What a user may do now."""
        self._forget_changed()
        if user not in self._rights:
            self._rights[user] = read_rights(self._session.descriptions.run, user)
        return self._rights[user]

    def require_superuser(self, what: str) -> None:
        """Raise 42501 for anybody else."""
        if not self.is_superuser():
            raise RedshiftError(DENIED, f"permission denied: must be superuser to {what}")

    def require_login_superuser(self) -> None:
        """Raise 42501 unless who has logged in is a superuser, whoever the session is now."""
        if not self.is_superuser(self._session.login):
            raise RedshiftError(DENIED, "permission denied to set session authorization")

    def readable_columns(self, relation: Relation, reader: str) -> frozenset[str] | None:
        """The columns that `reader` may read, None for all; raises 42501 for none."""
        if relation[0] == SCHEMA:
            raise RedshiftError(DENIED, f"permission denied for schema {SCHEMA}")
        if self._may_all(relation, reader):
            return None
        self.require_usage(relation[0], reader)
        return self._readable(relation, reader)

    def _readable(self, relation: Relation, reader: str) -> frozenset[str] | None:
        found = self._describe(relation)
        if found is None or self.is_superuser(reader):
            return None
        owner, kind = found
        columns: frozenset[str] | None = None
        rights = self.rights(reader)
        if owner != reader and not rights.has(("relation", *relation), "select"):
            columns = rights.columns_for(relation, "select")
            if not columns:
                raise _denied(relation)
        if kind == "view":
            for below in self._below(relation):
                if below[1].endswith(")"):
                    self.require_executable(below, reader)
                else:
                    self._readable(below, owner)
        return columns

    def _below(self, view: Relation) -> list[Relation]:
        rows = self._ask(
            "SELECT referenced_schema, referenced_relation FROM {}.reads "
            "WHERE schema_name = ? AND relation_name = ?",
            *view,
        )
        return [(str(schema), str(name)) for schema, name in rows]

    def require_executable(self, function: Relation, reader: str) -> None:
        """Raise 42501 unless a user may call the function of this schema and signature."""
        if self.is_superuser(reader):
            return
        self.require_usage(function[0], reader)
        owner = self._ask(
            "SELECT owner FROM {}.functions WHERE schema_name = ? AND signature = ?", *function
        )
        if owner != [(reader,)] and not self.rights(reader).has(("function", *function), "execute"):
            raise RedshiftError(DENIED, f"permission denied for function {function[1]}")

    def require(
        self, relation: Relation, *privileges: str, columns: frozenset[str] = frozenset()
    ) -> None:
        """Raise 42501 unless the user has each privilege on a relation, or owns it.

        Having it for each of the `columns`, where there are any, is enough.
        """
        user = self._session.user
        if self._may_all(relation, user):
            return
        self.require_usage(relation[0], user)
        found = self._describe(relation)
        if found is None or found[0] == user:
            return
        rights = self.rights(user)
        for privilege in privileges:
            of_columns = rights.columns_for(relation, privilege)
            if not rights.has(("relation", *relation), privilege) and not (
                columns and columns <= of_columns
            ):
                raise _denied(relation)

    def require_any(self, relation: Relation, *privileges: str) -> None:
        """Raise 42501 unless the user has one of the privileges on a relation, or owns it."""
        rights = None if self.is_superuser() else self.rights(self._session.user)
        held = [p for p in privileges if rights and rights.has(("relation", *relation), p)]
        self.require(relation, *(held[:1] or privileges))

    def require_owner(self, relation: Relation, privilege: str | None = None) -> None:
        """Raise 42501 unless the user owns a relation, or has the privilege that stands for it."""
        user = self._session.user
        if self._may_all(relation, user):
            return
        found = self._describe(relation)
        if found is None or found[0] == user:
            return
        if privilege is None or not self.rights(user).has(("relation", *relation), privilege):
            raise RedshiftError(DENIED, f"must be owner of relation {relation[1]}")

    def require_usage(self, schema: str, user: str, privilege: str = "usage") -> None:
        """Raise 42501 unless a user may look for names in a schema, or create in it."""
        if self.is_superuser(user) or schema.startswith("pg_temp_"):
            return
        owner = self._schema_owner(schema)
        if owner in (None, user) or self.rights(user).has(("schema", schema, None), privilege):
            return
        raise RedshiftError(DENIED, f"permission denied for schema {schema}")

    def require_create(self, schema: str) -> None:
        """Raise 42501 unless the user may create relations and functions in a schema."""
        if schema.startswith("pg_temp_"):
            self.require_database("temporary")
            return
        self.require_usage(schema, self._session.user, "create")

    def require_schema_owner(self, schema: str, privilege: str | None = None) -> None:
        """Raise 42501 unless the user owns a schema, or has the privilege that stands for it."""
        user = self._session.user
        if self.is_superuser() or self._schema_owner(schema) in (None, user):
            return
        if privilege is None or not self.rights(user).has(("schema", schema, None), privilege):
            raise RedshiftError(DENIED, f"must be owner of schema {schema}")

    def require_database(self, privilege: str) -> None:
        """Raise 42501 unless the user has a privilege on the database."""
        place: ObjectKey = ("database", "", None)
        if not self.is_superuser() and not self.rights(self._session.user).has(place, privilege):
            name = self._session.shared.database.name
            raise RedshiftError(DENIED, f"permission denied for database {name}")

    def owner_of(self, relation: Relation) -> str:
        """Who owns a relation; what is not described is the first user's."""
        found = self._describe(relation)
        return found[0] if found else self._first

    def _may_all(self, relation: Relation, user: str) -> bool:
        return relation[0].startswith("pg_temp_") or self.is_superuser(user)

    def _schema_owner(self, schema: str) -> str | None:
        rows = self._ask("SELECT owner FROM {}.schemas WHERE schema_name = ?", schema)
        return str(rows[0][0]) if rows else None

    def _forget_changed(self) -> None:
        meaning = self._session.transaction.meaning()
        if meaning is None or meaning != self._meaning:
            self._rights, self._answers, self._meaning = {}, {}, meaning

    def _describe(self, relation: Relation) -> tuple[str, str] | None:
        """Owner and kind; None for what does not exist, and for temporary relations."""
        rows = self._ask(
            "SELECT owner, kind FROM {}.relations WHERE schema_name = ? AND relation_name = ?",
            *relation,
        )
        return (str(rows[0][0]), str(rows[0][1])) if rows else None

    def _ask(self, question: str, *values: str) -> list[tuple[object, ...]]:
        """An answer of the internal tables, of before where it still holds."""
        self._forget_changed()
        if (question, values) not in self._answers:
            found = self._session.descriptions.run(question, [*values])
            self._answers[question, values] = found
        return self._answers[question, values]


def _denied(relation: Relation) -> RedshiftError:
    return RedshiftError(DENIED, f"permission denied for relation {relation[1]}")
