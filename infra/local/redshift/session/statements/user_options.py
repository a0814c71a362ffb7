"""The options of CREATE USER and ALTER USER.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_USER.html
"""

import datetime
from dataclasses import dataclass, field

from ...errors import RedshiftError, not_supported
from ..access.passwords import hash_password
from ..access.words import Words

_SHORTEST_TIMEOUT, _LONGEST_TIMEOUT = 60, 1_728_000
_FLAGS: dict[str, tuple[str, object]] = {
    "CREATEDB": ("may_create_database", True),
    "NOCREATEDB": ("may_create_database", False),
    # Whoever may create users is a superuser.
    "CREATEUSER": ("is_superuser", True),
    "NOCREATEUSER": ("is_superuser", False),
}


@dataclass
class UserOptions:
    """New values by the columns of the users' table; groups to join."""

    columns: dict[str, object] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)

    @property
    def has_password(self) -> bool:
        """Whether PASSWORD was given, DISABLE included."""
        return "password_hash" in self.columns

    @property
    def changes_more_than_password(self) -> bool:
        """Whether anything but the password and its end changes."""
        return bool(self.columns.keys() - {"password_hash"} or self.groups)


def read_options(words: Words) -> UserOptions:
    """All options that are left; raises 42601 and 22023."""
    options = UserOptions()
    while not words.is_done:
        if words.peek() in _FLAGS:
            column, value = _FLAGS[words.word()]
            options.columns[column] = value
        elif words.take("IN", "GROUP"):
            options.groups += words.names()
        else:
            column, value = _read_value(words)
            options.columns[column] = value
    return options


def _read_value(words: Words) -> tuple[str, object]:
    if words.take("PASSWORD"):
        disabled = words.take("DISABLE")
        return "password_hash", None if disabled else hash_password(words.text())
    if words.take("VALID", "UNTIL"):
        return "valid_until", _moment(words.text())
    return _read_limit(words)


def _read_limit(words: Words) -> tuple[str, object]:
    if words.take("CONNECTION", "LIMIT"):
        return "connection_limit", None if words.take("UNLIMITED") else words.number()
    if words.take("SESSION", "TIMEOUT"):
        return "session_timeout", _timeout(words.number())
    if words.take("RESET", "SESSION", "TIMEOUT"):
        return "session_timeout", None
    if words.take("SYSLOG", "ACCESS"):
        access = words.word()
        if access not in ("RESTRICTED", "UNRESTRICTED"):
            raise RedshiftError("42601", "SYSLOG ACCESS is RESTRICTED or UNRESTRICTED")
        return "syslog_access", access
    if words.peek() == "EXTERNALID":
        raise not_supported("EXTERNALID of a user")
    raise words.error()


def _timeout(seconds: int) -> int:
    if not _SHORTEST_TIMEOUT <= seconds <= _LONGEST_TIMEOUT:
        raise RedshiftError(
            "22023", f"SESSION TIMEOUT is {_SHORTEST_TIMEOUT} to {_LONGEST_TIMEOUT} seconds"
        )
    return seconds


def _moment(text: str) -> datetime.datetime | None:
    if text.lower() == "infinity":
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise RedshiftError("22007", "VALID UNTIL needs a timestamp or infinity") from error
    if moment.tzinfo is not None:
        moment = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    return moment
