"""ALTER DEFAULT PRIVILEGES: what objects to come are granted.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_DEFAULT_PRIVILEGES.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import not_supported
from ...translation.scan import StatementText
from ..access.grants import Grant, read_grantees, read_privileges
from ..access.identities import begin_change, require_known
from ..access.words import Words
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

# EXECUTE is everybody's from the start: that it is not is kept under this name.
NO_EXECUTE = "-execute"


class AlterDefaultPrivileges(Handler):
    """For the user's own objects, or another's where the user is a superuser."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Note or forget them."""
        words = Words(statement.text)
        words.expect("ALTER", "DEFAULT", "PRIVILEGES")
        owners = words.names() if words.take("FOR", "USER") else [session.user]
        schemas: list[str | None] = [None]
        if words.take("IN", "SCHEMA"):
            schemas = [*words.names()]
        grant = read_privileges(words)
        kind = words.word()
        if kind not in ("TABLES", "FUNCTIONS"):
            raise not_supported(f"ALTER DEFAULT PRIVILEGES ON {kind}")
        grant.kind = "relation" if kind == "TABLES" else "function"
        read_grantees(words, grant)
        if owners != [session.user]:
            session.access.require_superuser("alter another user's default privileges")
        begin_change(session)
        _require_all_known(session, owners, grant)
        for owner in owners:
            for schema in schemas:
                _change(session, owner, schema, grant)
        return Result("ALTER DEFAULT PRIVILEGES")


def _require_all_known(session: Session, owners: list[str], grant: Grant) -> None:
    for owner in owners:
        require_known(session, "user", owner)
    for kind, name, _ in grant.grantees:
        if kind != "public":
            require_known(session, kind, name)


def _change(session: Session, owner: str, schema: str | None, grant: Grant) -> None:
    for kind, privilege, _ in grant.expanded():
        for grantee_kind, name, option in grant.grantees:
            place: list[object] = [owner, schema, kind]
            whom: list[object] = [name, grantee_kind]
            for one in (privilege, f"-{privilege}"):
                session.descriptions.run(
                    "DELETE FROM {}.default_privileges WHERE owner = ? "
                    "AND schema_name IS NOT DISTINCT FROM ? AND object_kind = ? "
                    "AND privilege = ? AND grantee = ? AND grantee_kind = ?",
                    [*place, one, *whom],
                )
            takes_from_all = f"-{privilege}" == NO_EXECUTE and grantee_kind == "public"
            kept = privilege if grant.grants or grant.option_only else NO_EXECUTE
            if grant.grants or grant.option_only or takes_from_all:
                session.descriptions.run(
                    "INSERT INTO {}.default_privileges VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [*place, kept, *whom, option],
                )
