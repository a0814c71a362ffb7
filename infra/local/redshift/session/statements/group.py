"""CREATE, ALTER and DROP GROUP.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_GROUP.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import SYNTAX_ERROR, RedshiftError
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


class Group(Handler):
    """By its verb; superusers only."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Change the groups."""
        session.access.require_superuser("change groups")
        words = Words(statement.text)
        verb = words.word()
        words.expect("GROUP")
        name = words.name()
        begin_change(session)
        {"CREATE": _create, "ALTER": _alter, "DROP": _drop}[verb](session, name, words)
        words.finish()
        return Result(f"{verb} GROUP")


def _create(session: Session, name: str, words: Words) -> None:
    require_new(session, "group", name)
    session.descriptions.run(
        "INSERT INTO {}.groups VALUES (?, ?)", [name, next_number(session, "group")]
    )
    words.take("WITH")
    if words.take("USER"):
        _add(session, name, words.names())


def _alter(session: Session, name: str, words: Words) -> None:
    require_known(session, "group", name)
    if words.take("ADD", "USER"):
        _add(session, name, words.names())
    elif words.take("DROP", "USER"):
        for user in words.names():
            require_known(session, "user", user)
            _remove(session, name, user)
    elif words.take("RENAME", "TO"):
        new = words.name()
        require_new(session, "group", new)
        rename(session, "group", name, new)
    else:
        raise RedshiftError(SYNTAX_ERROR, "ALTER GROUP takes ADD USER, DROP USER or RENAME TO")


def _drop(session: Session, name: str, words: Words) -> None:
    require_known(session, "group", name)
    require_unused(session, "group", name)
    for table in ("groups", "group_members"):
        session.descriptions.run(f"DELETE FROM {{}}.{table} WHERE group_name = ?", [name])


def _add(session: Session, group: str, users: list[str]) -> None:
    for user in users:
        require_known(session, "user", user)
        _remove(session, group, user)
        session.descriptions.run("INSERT INTO {}.group_members VALUES (?, ?)", [group, user])


def _remove(session: Session, group: str, user: str) -> None:
    session.descriptions.run(
        "DELETE FROM {}.group_members WHERE group_name = ? AND user_name = ?", [group, user]
    )
