"""CREATE, ALTER and DROP USER; SET SESSION AUTHORIZATION.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_USER.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import RedshiftError, not_supported
from ...translation.scan import StatementText
from ..access.identities import (
    OBJECT_IN_USE,
    begin_change,
    exists,
    next_number,
    rename,
    require_known,
    require_new,
    require_unused,
)
from ..access.words import Words
from ..result import Result
from .handler import Handler, Values
from .user_options import UserOptions, read_options

if TYPE_CHECKING:
    from ..session import Session

_OF_USER = ("user_settings", "group_members")


class CreateUser(Handler):
    """CREATE USER name PASSWORD … with its options."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Make the user; the password is kept as a salted hash only."""
        session.access.require_superuser("create users")
        words = Words(statement.text)
        words.expect("CREATE", "USER")
        name = words.name()
        words.take("WITH")
        options = read_options(words)
        if not options.has_password:
            raise RedshiftError("42601", "CREATE USER needs a PASSWORD, or PASSWORD DISABLE")
        begin_change(session)
        require_new(session, "user", name)
        session.descriptions.run(
            "INSERT INTO {}.users (user_name, user_id, is_superuser, may_create_database, "
            "syslog_access) VALUES (?, ?, false, false, 'RESTRICTED')",
            [name, next_number(session, "user")],
        )
        _apply(session, name, options)
        return Result("CREATE USER")


class AlterUser(Handler):
    """ALTER USER: options, RENAME TO, SET and RESET of a parameter."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Change the user; one who is no superuser may change the own password."""
        words = Words(statement.text)
        words.expect("ALTER", "USER")
        name = words.name()
        is_own_password = name == session.user and words.peek() in ("PASSWORD", "SET", "RESET")
        if not is_own_password:
            session.access.require_superuser("alter users")
        begin_change(session)
        require_known(session, "user", name)
        if words.take("RENAME", "TO"):
            _rename(session, name, words)
        elif words.take("SET"):
            _set(session, name, words)
        elif words.take("RESET"):
            _reset(session, name, words)
        else:
            words.take("WITH")
            options = read_options(words)
            if is_own_password and options.changes_more_than_password:
                session.access.require_superuser("alter users")
            _apply(session, name, options)
        return Result("ALTER USER")


def _apply(session: Session, name: str, options: UserOptions) -> None:
    if name == session.shared.database.user and options.columns.keys() & {
        "password_hash", "is_superuser",
    }:  # fmt: skip
        raise not_supported("another password or rank of the server's first user")
    for column, value in options.columns.items():
        session.descriptions.run(
            f"UPDATE {{}}.users SET {column} = ? WHERE user_name = ?", [value, name]
        )
    for group in options.groups:
        require_known(session, "group", group)
        session.descriptions.run("INSERT INTO {}.group_members VALUES (?, ?)", [group, name])


def _rename(session: Session, name: str, words: Words) -> None:
    new = words.name()
    words.finish()
    if name in (session.shared.database.user, session.user):
        raise RedshiftError("0A000", "session user may not be renamed")
    require_new(session, "user", new)
    rename(session, "user", name, new)


def _set(session: Session, name: str, words: Words) -> None:
    parameter = words.name()
    if not words.take("TO"):
        words.expect("=")
    values = []
    while not words.is_done:
        literal = words.peek().startswith("'")
        values.append(words.text() if literal else words.name())
        words.take(",")
    session.parameters.require_valid(parameter, ", ".join(values))
    _forget_setting(session, name, parameter)
    session.descriptions.run(
        "INSERT INTO {}.user_settings VALUES (?, ?, ?)", [name, parameter, ", ".join(values)]
    )


def _reset(session: Session, name: str, words: Words) -> None:
    parameter = words.name()
    words.finish()
    _forget_setting(session, name, parameter)


def _forget_setting(session: Session, name: str, parameter: str) -> None:
    session.descriptions.run(
        "DELETE FROM {}.user_settings WHERE user_name = ? AND name = ?", [name, parameter]
    )


class DropUser(Handler):
    """DROP USER [IF EXISTS] name, …: not of one who owns or may do anything."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Drop the users."""
        session.access.require_superuser("drop users")
        words = Words(statement.text)
        words.expect("DROP", "USER")
        lenient = words.take("IF", "EXISTS")
        names = words.names()
        words.finish()
        begin_change(session)
        notices = []
        for name in names:
            if lenient and not exists(session, "user", name):
                notices.append(f'user "{name}" does not exist, skipping')
                continue
            _drop(session, name)
        return Result("DROP USER", notices=notices)


def _drop(session: Session, name: str) -> None:
    require_known(session, "user", name)
    if name in (session.user, session.shared.database.user):
        raise RedshiftError(OBJECT_IN_USE, "current user cannot be dropped")
    require_unused(session, "user", name)
    session.descriptions.run("DELETE FROM {}.users WHERE user_name = ?", [name])
    for table in _OF_USER:
        session.descriptions.run(f"DELETE FROM {{}}.{table} WHERE user_name = ?", [name])
    session.descriptions.run(
        "DELETE FROM {}.role_grants WHERE grantee = ? AND grantee_kind = 'user'", [name]
    )
    session.descriptions.run("DELETE FROM {}.default_privileges WHERE owner = ?", [name])


_AUTHORIZATION = re.compile(
    r"(?:SET\s+(?:SESSION\s+)?SESSION\s+AUTHORIZATION\s+(?P<user>.+)"
    r"|RESET\s+SESSION\s+AUTHORIZATION)$",
    re.IGNORECASE | re.DOTALL,
)


class SetSessionAuthorization(Handler):
    """A superuser goes on as another user, and back with DEFAULT.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_SET_SESSION_AUTHORIZATION.html
    """

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Become the user."""
        match = _AUTHORIZATION.match(statement.text)
        if match is None:
            raise not_supported("SET LOCAL SESSION AUTHORIZATION")
        words = Words(match["user"] or "DEFAULT")
        user = session.login
        if not words.take("DEFAULT"):
            user = words.text() if words.peek().startswith("'") else words.name()
        words.finish()
        if user != session.login:
            session.access.require_login_superuser()
            require_known(session, "user", user)
        session.become(user)
        return Result("SET")
