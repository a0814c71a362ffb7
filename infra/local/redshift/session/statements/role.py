"""CREATE, ALTER and DROP ROLE; GRANT and REVOKE of a role.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_ROLE.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.scan import StatementText
from ..access.identities import (
    begin_change,
    next_number,
    rename,
    require_known,
    require_new,
    require_unused,
)
from ..access.words import Words
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session


class Role(Handler):
    """By its verb; superusers, and for ALTER and DROP the role's owner."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Change the roles."""
        words = Words(statement.text)
        verb = words.word()
        words.expect("ROLE")
        name = words.name()
        if words.peek() in (":", "EXTERNALID"):
            raise not_supported("a system-defined role or EXTERNALID")
        begin_change(session)
        if verb == "CREATE":
            _create(session, name)
        else:
            require_known(session, "role", name)
            _require_owner(session, name)
            (_alter if verb == "ALTER" else _drop)(session, name, words)
        words.finish()
        return Result(f"{verb} ROLE")


def _require_owner(session: Session, name: str) -> None:
    rows = session.descriptions.run("SELECT owner FROM {}.roles WHERE role_name = ?", [name])
    if rows[0][0] != session.user:
        session.access.require_superuser("change this role")


def _create(session: Session, name: str) -> None:
    session.access.require_superuser("create roles")
    require_new(session, "role", name)
    session.descriptions.run(
        "INSERT INTO {}.roles VALUES (?, ?, ?)", [name, next_number(session, "role"), session.user]
    )


def _alter(session: Session, name: str, words: Words) -> None:
    words.take("WITH")
    if words.take("RENAME", "TO"):
        new = words.name()
        require_new(session, "role", new)
        rename(session, "role", name, new)
    elif words.take("OWNER", "TO"):
        owner = words.name()
        require_known(session, "user", owner)
        session.descriptions.run("UPDATE {}.roles SET owner = ? WHERE role_name = ?", [owner, name])
    else:
        raise RedshiftError(SYNTAX_ERROR, "ALTER ROLE takes RENAME TO or OWNER TO")


def _drop(session: Session, name: str, words: Words) -> None:
    if words.take("FORCE"):
        for table in ("privileges", "default_privileges", "role_grants"):
            session.descriptions.run(
                f"DELETE FROM {{}}.{table} WHERE grantee = ? AND grantee_kind = 'role'", [name]
            )
    else:
        words.take("RESTRICT")
        require_unused(session, "role", name)
        if session.descriptions.run("SELECT 1 FROM {}.role_grants WHERE role_name = ?", [name]):
            raise RedshiftError("2BP01", f'role "{name}" is granted: revoke it, or use FORCE')
    for table in ("roles", "role_grants"):
        session.descriptions.run(f"DELETE FROM {{}}.{table} WHERE role_name = ?", [name])


class GrantRole(Handler):
    """GRANT ROLE r, … TO user [WITH ADMIN OPTION] | ROLE r, …, and REVOKE."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Note or forget who holds the roles."""
        words = Words(statement.text)
        verb = words.word()
        option_only = words.take("ADMIN", "OPTION", "FOR")
        roles = _roles(words)
        words.expect("TO" if verb == "GRANT" else "FROM")
        begin_change(session)
        while True:
            kind = "role" if words.take("ROLE") else "user"
            grantee = words.name()
            admin = words.take("WITH", "ADMIN", "OPTION")
            require_known(session, kind, grantee)
            for role in roles:
                require_known(session, "role", role)
                _require_admin(session, role)
                _change(session, role, (kind, grantee), verb == "GRANT", admin, option_only)
            if not words.take(","):
                break
        words.finish()
        return Result(verb)


def _roles(words: Words) -> list[str]:
    words.expect("ROLE")
    found = [words.name()]
    while words.take(","):
        words.take("ROLE")
        found.append(words.name())
    if words.peek() == ":":
        raise not_supported("a system-defined role")
    return found


def _require_admin(session: Session, role: str) -> None:
    rows = session.descriptions.run(
        "SELECT 1 FROM {}.roles WHERE role_name = ? AND owner = ? UNION ALL "
        "SELECT 1 FROM {}.role_grants WHERE role_name = ? AND grantee = ? "
        "AND grantee_kind = 'user' AND admin_option",
        [role, session.user, role, session.user],
    )
    if not rows:
        session.access.require_superuser(f"grant role {role}")


def _change(
    session: Session,
    role: str,
    grantee: tuple[str, str],
    grants: bool,
    admin: bool,
    option_only: bool,
) -> None:
    kind, name = grantee
    if grants and kind == "role" and role in _held_by(session, name):
        raise RedshiftError("0LP01", f'role "{name}" cannot be granted to itself')
    session.descriptions.run(
        "DELETE FROM {}.role_grants WHERE role_name = ? AND grantee = ? AND grantee_kind = ?",
        [role, name, kind],
    )
    if grants or option_only:
        session.descriptions.run(
            "INSERT INTO {}.role_grants VALUES (?, ?, ?, ?, ?)",
            [role, name, kind, session.user, admin and not option_only],
        )


def _held_by(session: Session, role: str) -> set[str]:
    """The role and all that hold it: granting one of them to it would close a circle."""
    found, front = {role}, [role]
    while front:
        rows = session.descriptions.run(
            "SELECT grantee FROM {}.role_grants WHERE role_name = ? AND grantee_kind = 'role'",
            [front.pop()],
        )
        new = {str(row[0]) for row in rows} - found
        found |= new
        front += new
    return found
