"""Users, groups and roles by name, as statements look them up and change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import RedshiftError
from ...metadata import SCHEMA
from ..locks import Mode

if TYPE_CHECKING:
    from ..session import Session

UNDEFINED_OBJECT, DUPLICATE_OBJECT, OBJECT_IN_USE = "42704", "42710", "55006"
# kind: its table, and the columns of its name and number.
_TABLES = {
    "user": ("users", "user_name", "user_id"),
    "group": ("groups", "group_name", "group_id"),
    "role": ("roles", "role_name", "role_id"),
}


def begin_change(session: Session) -> None:
    """One session at a time changes users, groups and roles: two could take the same number."""
    session.lock({(SCHEMA, "users"): Mode.EXCLUSIVE})
    session.transaction.begin_work()


def exists(session: Session, kind: str, name: str) -> bool:
    """Whether there is a user, group or role of this name."""
    table, column, _ = _TABLES[kind]
    return bool(session.descriptions.run(f"SELECT 1 FROM {{}}.{table} WHERE {column} = ?", [name]))


def require_known(session: Session, kind: str, name: str) -> None:
    """Raise 42704 where there is none."""
    if not exists(session, kind, name):
        raise RedshiftError(UNDEFINED_OBJECT, f'{kind} "{name}" does not exist')


def require_new(session: Session, kind: str, name: str) -> None:
    """Raise 42710 where there is one already."""
    if name == "public":
        raise RedshiftError("42939", f'{kind} name "public" is reserved')
    if exists(session, kind, name):
        raise RedshiftError(DUPLICATE_OBJECT, f'{kind} "{name}" already exists')


def next_number(session: Session, kind: str) -> int:
    """A number that no other user, group or role of the kind has."""
    table, _, number = _TABLES[kind]
    rows = session.descriptions.run(
        f"SELECT coalesce(max({number}) + 1, 100) FROM {{}}.{table}", []
    )
    return int(str(rows[0][0]))


def require_unused(session: Session, kind: str, name: str) -> None:
    """Raise 55006 for whom owns something or has a privilege: it cannot be dropped."""
    owned = [("relations", "owner"), ("schemas", "owner"), ("functions", "owner")]
    for table, column in owned if kind == "user" else []:
        if session.descriptions.run(f"SELECT 1 FROM {{}}.{table} WHERE {column} = ?", [name]):
            raise RedshiftError(
                OBJECT_IN_USE, f'user "{name}" cannot be dropped because the user owns some object'
            )
    for table in ("privileges", "default_privileges"):
        if session.descriptions.run(
            f"SELECT 1 FROM {{}}.{table} WHERE grantee = ? AND grantee_kind = ?", [name, kind]
        ):
            raise RedshiftError(
                OBJECT_IN_USE,
                f'{kind} "{name}" cannot be dropped because the {kind} has a privilege '
                "on some object",
            )


# Every column that holds a user's name.
_USER_COLUMNS = (
    ("users", "user_name"),
    ("user_settings", "user_name"),
    ("group_members", "user_name"),
    ("schemas", "owner"),
    ("relations", "owner"),
    ("functions", "owner"),
    ("roles", "owner"),
    ("default_privileges", "owner"),
    ("privileges", "grantor"),
    ("role_grants", "grantor"),
    ("refreshes", "user_name"),
)
_GRANTEE_TABLES = ("privileges", "default_privileges", "role_grants")


def rename(session: Session, kind: str, old: str, new: str) -> None:
    """Give a user, group or role another name wherever it is named."""
    table, column, _ = _TABLES[kind]
    columns = {
        "user": _USER_COLUMNS,
        "group": (("groups", "group_name"), ("group_members", "group_name")),
        "role": (("roles", "role_name"), ("role_grants", "role_name")),
    }[kind]
    for table, column in columns:
        session.descriptions.run(
            f"UPDATE {{}}.{table} SET {column} = ? WHERE {column} = ?", [new, old]
        )
    for table in _GRANTEE_TABLES:
        session.descriptions.run(
            f"UPDATE {{}}.{table} SET grantee = ? WHERE grantee = ? AND grantee_kind = ?",
            [new, old, kind],
        )
